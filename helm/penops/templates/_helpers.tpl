{{- define "penops.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride -}}
{{- else if contains "penops" .Release.Name -}}
{{- .Release.Name | trunc 53 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-penops" (.Release.Name | trunc 46 | trimSuffix "-") -}}
{{- end -}}
{{- end -}}

{{/* The roles that run, as a JSON list. */}}
{{- define "penops.roles" -}}
{{- if eq .Values.mode "split" }}["receiver", "worker"]{{ else }}["all"]{{ end -}}
{{- end -}}

{{/* The role that serves HTTP. */}}
{{- define "penops.server" -}}
{{- if eq .Values.mode "split" }}receiver{{ else }}all{{ end -}}
{{- end -}}

{{/* The name of a role's Deployment: list of the root and the role. */}}
{{- define "penops.deployment" -}}
{{- $role := index . 1 -}}
{{- include "penops.fullname" (index . 0) }}{{ if ne $role "all" }}-{{ $role }}{{ end -}}
{{- end -}}

{{- define "penops.selector" -}}
app.kubernetes.io/name: penops
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "penops.labels" -}}
{{ include "penops.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end -}}

{{/* The port Penops listens on inside the pod. */}}
{{- define "penops.port" -}}
{{- (.Values.config.server | default dict).port | default 8080 | int -}}
{{- end -}}

{{/* Where Penpot's backend reaches Penops. */}}
{{- define "penops.publicUrl" -}}
{{- $given := index (.Values.config.server | default dict) "public-url" -}}
{{- if $given -}}
{{- $given -}}
{{- else if .Values.ingress.enabled -}}
{{- printf "%s://%s" (ternary "https" "http" (ne .Values.ingress.tlsSecret "")) .Values.ingress.host -}}
{{- else -}}
{{- printf "http://%s.%s.svc.cluster.local:%d" (include "penops.fullname" .) .Release.Namespace (int .Values.service.port) -}}
{{- end -}}
{{- end -}}

{{/* The penops.yaml of the ConfigMap: the operator's, and what the chart decides. */}}
{{- define "penops.config" -}}
{{- $config := deepCopy .Values.config -}}
{{- $_ := set $config "data" "/var/lib/penops" -}}
{{- $_ := set $config "server" (mergeOverwrite ($config.server | default dict) (dict "public-url" (include "penops.publicUrl" .))) -}}
{{- $_ := set $config "recipes" (ternary (list "./recipes") list (gt (len .Values.recipes) 0)) -}}
{{- if .Values.redis.url -}}
{{- $_ := set $config "redis" (mergeOverwrite ($config.redis | default dict) (dict "url" .Values.redis.url)) -}}
{{- end -}}
{{- toYaml $config -}}
{{- end -}}

{{/* "yes" where every pod works on the same queue and the same webhook paths; more than one pod needs that. */}}
{{- define "penops.hasRedis" -}}
{{- if or .Values.redis.url .Values.redis.existingSecret }}yes{{ end -}}
{{- end -}}
{{- define "penops.hasWebhookSecret" -}}
{{- if or (hasKey .Values.secretEnv "PENOPS_WEBHOOKS_SECRET") (.Values.config.webhooks | default dict).secret }}yes{{ end -}}
{{- end -}}
