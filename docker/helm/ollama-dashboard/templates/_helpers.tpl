{{- define "dashboard.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 52 | trimSuffix "-" -}}
{{- else -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- /* A StatefulSet puts a number and a hash behind it, and the whole has 63 characters at most. */ -}}
{{- (contains $name .Release.Name | ternary .Release.Name (printf "%s-%s" .Release.Name $name)) | trunc 52 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "dashboard.selectorLabels" -}}
app.kubernetes.io/name: {{ default .Chart.Name .Values.nameOverride }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- /* The pod of `helm test` is none of the service, and the network lets it in. */ -}}
{{- define "dashboard.testLabels" -}}
app.kubernetes.io/name: {{ default .Chart.Name .Values.nameOverride }}-test
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "dashboard.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{ include "dashboard.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end -}}

{{- define "dashboard.image" -}}
{{ .Values.image.repository }}:{{ default .Chart.AppVersion .Values.image.tag }}
{{- end -}}

{{- define "dashboard.serviceAccountName" -}}
{{- if .Values.serviceAccount.create -}}
{{ default (include "dashboard.fullname" .) .Values.serviceAccount.name }}
{{- else -}}
{{ default "default" .Values.serviceAccount.name }}
{{- end -}}
{{- end -}}

{{- define "dashboard.securityContext" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end -}}

{{- define "dashboard.podSecurityContext" -}}
runAsNonRoot: true
runAsUser: 1000
runAsGroup: 1000
fsGroup: 1000
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{- /* What no schema can say. */ -}}
{{- define "dashboard.validate" -}}
{{- $several := or .Values.autoscaling.enabled (gt (int .Values.replicas) 1) -}}
{{- if and $several (not .Values.database.enabled) -}}
{{- fail "Several replicas need PostgreSQL: put DATABASE_URL into a secret and set database.enabled to true." -}}
{{- end -}}
{{- if and $several (not .Values.redis.enabled) -}}
{{- fail "Several replicas need Redis, or each would do all the work: put REDIS_URL into a secret and set redis.enabled to true." -}}
{{- end -}}
{{- if and .Values.redis.enabled (not .Values.database.enabled) -}}
{{- fail "redis.enabled is true: replicas share their data in PostgreSQL, so set database.enabled to true as well." -}}
{{- end -}}
{{- if and .Values.redis.enabled (not .Values.secrets.existing) (not .Values.secrets.values.REDIS_URL) -}}
{{- fail "redis.enabled is true: put REDIS_URL into a secret." -}}
{{- end -}}
{{- if and $several (not .Values.secrets.existing) (not .Values.secrets.values.API_KEY_ADMIN) -}}
{{- fail "Several replicas need one key: put API_KEY_ADMIN into a secret, or each would make its own." -}}
{{- end -}}
{{- if and .Values.database.enabled (not .Values.secrets.existing) (not .Values.secrets.values.DATABASE_URL) -}}
{{- fail "database.enabled is true: put DATABASE_URL into a secret." -}}
{{- end -}}
{{- $monitor := .Values.metrics.serviceMonitor -}}
{{- if and $monitor.enabled (not $monitor.tokenSecret) (not .Values.secrets.values.METRICS_TOKEN) -}}
{{- fail "A ServiceMonitor needs METRICS_TOKEN: name its secret in metrics.serviceMonitor.tokenSecret, or put it into secrets.values." -}}
{{- end -}}
{{- end -}}
