# The image of Penops: node, git, the built program and its production dependencies.
#   docker build -t penops:0.1.0 .
#   docker run --rm penops:0.1.0 demo --once
ARG NODE_IMAGE=node:24-bookworm-slim

# What npm needs to agree with the lockfile: the folders are entries of it, though development ones.
FROM ${NODE_IMAGE} AS manifests
WORKDIR /opt/penops
COPY package.json package-lock.json .npmrc ./
COPY tools/node tools/node
COPY tools/helm tools/helm

FROM manifests AS build
RUN npm ci --ignore-scripts
COPY tsconfig.json tsconfig.build.json ./
COPY src src
RUN npm run build && chmod +x dist/cli.js

FROM manifests AS dependencies
RUN npm ci --omit=dev --ignore-scripts

FROM ${NODE_IMAGE}
LABEL org.opencontainers.image.title="Penops" \
      org.opencontainers.image.description="GitOps for Penpot: a design file changes, and a pull request appears." \
      org.opencontainers.image.licenses="Apache-2.0"
# tini reaps what a stopped git leaves behind, and hands SIGTERM on.
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates git tini \
 && rm -rf /var/lib/apt/lists/* \
 && groupadd --gid 10001 penops \
 && useradd --uid 10001 --gid penops --no-create-home --home-dir /var/lib/penops --shell /usr/sbin/nologin penops \
 && ln -s /opt/penops/dist/cli.js /usr/local/bin/penops \
 && install -d -m 0755 /etc/penops/recipes \
 && install -d -m 0700 -o penops -g penops /var/lib/penops
COPY --from=dependencies /opt/penops/node_modules /opt/penops/node_modules
COPY --from=build /opt/penops/dist /opt/penops/dist
COPY package.json /opt/penops/
COPY demo /opt/penops/demo
# The commented reference: every default. Mount your own over it, or set PENOPS_… variables.
COPY config/penops.yaml /etc/penops/penops.yaml
ENV NODE_ENV=production \
    PENOPS_CONFIG=/etc/penops/penops.yaml \
    PENOPS_DATA=/var/lib/penops
# Relative names in the configuration, such as ./recipes, start here.
WORKDIR /etc/penops
# By number, so that Kubernetes can see that it is not root.
USER 10001:10001
VOLUME /var/lib/penops
EXPOSE 8080
STOPSIGNAL SIGTERM
# The role worker serves no HTTP: run it with --no-healthcheck. A port set in the file only must be set as PENOPS_SERVER_PORT, too.
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PENOPS_SERVER_PORT ?? 8080}/livez`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["tini", "--", "penops"]
CMD ["serve"]
