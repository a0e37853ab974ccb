{{/* Ends the rendering with every mistake in the values at once. */}}
{{- define "penops.refuse" -}}
{{- $mistakes := list -}}
{{- $several := or (eq .Values.mode "split") (gt (int .Values.all.replicas) 1) -}}
{{- $what := ternary "mode split" "more than one replica" (eq .Values.mode "split") -}}
{{- if and $several (not (include "penops.hasRedis" .)) -}}
{{- $mistakes = append $mistakes (printf "%s needs a Redis that all pods share: set redis.url, or redis.existingSecret." $what) -}}
{{- end -}}
{{- if and $several (not (include "penops.hasWebhookSecret" .)) -}}
{{- $mistakes = append $mistakes (printf "%s needs a webhook secret that all pods know: put 16 random characters or more into the Secret that existingSecret names, and its key under secretEnv.PENOPS_WEBHOOKS_SECRET." $what) -}}
{{- end -}}
{{- if and .Values.redis.url .Values.redis.existingSecret -}}
{{- $mistakes = append $mistakes "redis.url and redis.existingSecret are both set: leave one away." -}}
{{- end -}}
{{- if contains "@" .Values.redis.url -}}
{{- $mistakes = append $mistakes "redis.url holds a password, and would stand readable in a ConfigMap: put the whole address into a Secret and name it in redis.existingSecret." -}}
{{- end -}}
{{- if and .Values.secretEnv (not .Values.existingSecret) -}}
{{- $mistakes = append $mistakes "secretEnv has entries, but existingSecret does not name the Secret to take them from." -}}
{{- end -}}
{{- range $name := list "PENOPS_CONFIG" "PENOPS_DATA" "PENOPS_RECIPES" "PENOPS_REDIS_URL" -}}
{{- if hasKey $.Values.secretEnv $name -}}
{{- $mistakes = append $mistakes (printf "secretEnv.%s: the chart sets this one itself%s." $name (ternary "; use redis.existingSecret" "" (eq $name "PENOPS_REDIS_URL"))) -}}
{{- end -}}
{{- end -}}
{{- if hasKey .Values.config "data" -}}
{{- $mistakes = append $mistakes "config.data: the chart sets this one itself, to /var/lib/penops." -}}
{{- end -}}
{{- if hasKey .Values.config "recipes" -}}
{{- $mistakes = append $mistakes "config.recipes: the chart sets this one itself; put the recipes' texts under recipes." -}}
{{- end -}}
{{- if hasKey (.Values.config.redis | default dict) "url" -}}
{{- $mistakes = append $mistakes "config.redis.url: the chart sets this one itself; use redis.url or redis.existingSecret." -}}
{{- end -}}
{{- if and .Values.ingress.enabled (not .Values.ingress.host) -}}
{{- $mistakes = append $mistakes "ingress.enabled needs ingress.host." -}}
{{- end -}}
{{- $found := dict "list" list -}}
{{- include "penops.findSecrets" (dict "at" "config" "value" .Values.config "env" .Values.secretEnv "found" $found) -}}
{{- $mistakes = concat $mistakes $found.list -}}
{{- if $mistakes -}}
{{- fail (printf "the values of Penops are not right:\n  - %s" (join "\n  - " $mistakes)) -}}
{{- end -}}
{{- end -}}

{{/* Adds to found.list every secret that stands in the configuration as text, and every { env: NAME } that no secretEnv sets. */}}
{{- define "penops.findSecrets" -}}
{{- range $key, $value := .value -}}
{{- $at := printf "%s.%s" $.at $key -}}
{{- if not (has $key (list "token" "secret" "previous-secret" "private-key")) -}}
{{- if kindIs "map" $value -}}
{{- include "penops.findSecrets" (dict "at" $at "value" $value "env" $.env "found" $.found) -}}
{{- else if and (kindIs "string" $value) (regexMatch "^[a-z]+://[^/@]*:[^/@]+@" $value) -}}
{{- $_ := set $.found "list" (append $.found.list (printf "%s holds a password, which would stand readable in a ConfigMap: take it out of the address." $at)) -}}
{{- end -}}
{{- else if not (kindIs "map" $value) -}}
{{- $_ := set $.found "list" (append $.found.list (printf "%s would stand readable in a ConfigMap: put it into the Secret that existingSecret names and write { env: NAME } here, with NAME under secretEnv." $at)) -}}
{{- else if and (hasKey $value "env") (not (hasKey $.env $value.env)) -}}
{{- $_ := set $.found "list" (append $.found.list (printf "%s names the variable %s, which secretEnv does not set." $at $value.env)) -}}
{{- end -}}
{{- end -}}
{{- end -}}
