import { type Static, type TObject, type TProperties, Type } from '@sinclair/typebox'
import { Named, Nullable } from './common.ts'
import { Fits } from './memory-estimate.ts'
import { StringEnum } from './string-enum.ts'

/** Every code the API answers with: the HTTP status it travels under and its title. */
export const problems = {
  validation_failed: { status: 400, title: 'The request is not valid' },
  unauthorized: { status: 401, title: 'A valid API key is required' },
  cloud_subscription_required: { status: 402, title: 'The model needs an ollama.com subscription' },
  forbidden: { status: 403, title: 'The key has no permission for this' },
  permission_not_held: { status: 403, title: 'Nobody can give permissions that they do not have' },
  host_not_allowed: { status: 403, title: 'The Host header is not allowed' },
  origin_not_allowed: { status: 403, title: 'Requests from this origin are not allowed' },
  not_found: { status: 404, title: 'No such endpoint' },
  instance_not_found: { status: 404, title: 'No such Ollama server' },
  model_not_found: { status: 404, title: 'The model is not installed' },
  settings_not_found: { status: 404, title: 'No settings are saved for the model' },
  session_not_found: { status: 404, title: 'No such conversation' },
  reply_not_found: { status: 404, title: 'No reply is being generated' },
  preset_not_found: { status: 404, title: 'No such preset' },
  key_not_found: { status: 404, title: 'No such key' },
  alert_not_found: { status: 404, title: 'No such alert' },
  rule_not_found: { status: 404, title: 'No such alert rule' },
  channel_not_found: { status: 404, title: 'No such alert channel' },
  role_not_found: { status: 404, title: 'No such role' },
  sign_in_not_found: { status: 404, title: 'No such sign-in' },
  job_not_found: { status: 404, title: 'No such job' },
  method_not_allowed: { status: 405, title: 'The method is not allowed here' },
  request_timeout: { status: 408, title: 'The request took too long to arrive' },
  job_not_ended: { status: 409, title: 'The job has not finished' },
  session_empty: { status: 409, title: 'The conversation has no messages' },
  session_full: { status: 409, title: 'The conversation takes no more messages' },
  too_many_pinned: { status: 409, title: 'No more conversations can be pinned' },
  preset_exists: { status: 409, title: 'A preset with that name already exists' },
  too_many_presets: { status: 409, title: 'No more presets can be saved' },
  key_exists: { status: 409, title: 'A key with that name already exists' },
  too_many_keys: { status: 409, title: 'No more keys can be made' },
  key_not_changeable: { status: 409, title: 'The key cannot be changed here' },
  key_revoked: { status: 409, title: 'The key was revoked' },
  role_exists: { status: 409, title: 'A role with that name already exists' },
  role_in_use: { status: 409, title: 'Keys have this role' },
  role_not_changeable: { status: 409, title: 'Built-in roles cannot be changed' },
  too_many_rules: { status: 409, title: 'No more alert rules can be made' },
  rule_not_changeable: { status: 409, title: 'This cannot be changed in a built-in rule' },
  too_many_roles: { status: 409, title: 'No more roles can be made' },
  last_admin: { status: 409, title: 'No other admin key is left' },
  reply_in_progress: { status: 409, title: 'The conversation already waits for a reply' },
  nothing_to_continue: { status: 409, title: 'The conversation has no reply that can be continued' },
  reply_stopped: { status: 409, title: 'The reply was stopped' },
  job_set_aside: { status: 409, title: 'The job was set aside' },
  job_cancelled: { status: 409, title: 'The job was cancelled' },
  model_exists: { status: 409, title: 'A model with that name already exists' },
  service_not_controllable: { status: 409, title: 'The dashboard cannot control this Ollama server' },
  service_changing: { status: 409, title: 'The Ollama server is being started, stopped or restarted' },
  service_log_unavailable: { status: 409, title: 'The log of Ollama cannot be read here' },
  configuration_invalid: { status: 409, title: 'The new configuration is not valid' },
  superseded: { status: 409, title: 'Replaced by a newer request' },
  precondition_failed: { status: 412, title: 'Changed in the meantime' },
  body_too_large: { status: 413, title: 'The request body is too large' },
  range_not_satisfiable: { status: 416, title: 'The file has no such range' },
  expectation_failed: { status: 417, title: 'The Expect header cannot be met' },
  capability_missing: { status: 422, title: 'The model cannot do this' },
  model_incompatible: { status: 422, title: 'The model is not compatible with this version of Ollama' },
  prompt_too_long: { status: 422, title: 'The prompt is longer than the context' },
  cloud_limit_reached: { status: 429, title: 'The usage limit of ollama.com is reached' },
  rate_limited: { status: 429, title: 'Too many requests' },
  headers_too_large: { status: 431, title: 'The request headers are too large' },
  internal: { status: 500, title: 'Internal error' },
  ollama_error: { status: 502, title: 'Ollama returned an error' },
  ollama_unauthorized: { status: 502, title: 'Ollama, or a proxy in front of it, denied access' },
  cloud_sign_in_required: { status: 502, title: 'Ollama is not signed in to ollama.com' },
  runner_crashed: { status: 502, title: 'The model runner stopped unexpectedly' },
  service_failed: { status: 502, title: 'Ollama could not be started or stopped' },
  stream_truncated: { status: 502, title: 'The response was interrupted' },
  registry_unreachable: { status: 502, title: 'The model registry cannot be reached' },
  registry_error: { status: 502, title: 'The model registry refused the pull' },
  ollama_unreachable: { status: 503, title: 'Ollama cannot be reached' },
  ollama_busy: { status: 503, title: 'Ollama is busy' },
  storage_unavailable: { status: 503, title: 'The storage is unavailable' },
  audit_unavailable: { status: 503, title: 'The audit log cannot be written or read' },
  shutting_down: { status: 503, title: 'The dashboard is shutting down' },
  ollama_timeout: { status: 504, title: 'Ollama timed out' },
  still_unloading: { status: 504, title: 'The model is still being unloaded' },
  insufficient_memory: { status: 507, title: 'Not enough memory for the model' },
  insufficient_storage: { status: 507, title: 'Not enough disk space' },
} as const satisfies Record<string, { readonly status: number; readonly title: string }>

export type ErrorCode = keyof typeof problems

/** What asking an Ollama server for something may end with. */
export const readErrors = [
  'instance_not_found',
  'ollama_unreachable',
  'ollama_timeout',
  'ollama_unauthorized',
  'ollama_error',
] as const satisfies readonly ErrorCode[]

/** What asking for a model that runs at ollama.com may end with. */
export const cloudErrors = [
  'cloud_sign_in_required',
  'cloud_subscription_required',
  'cloud_limit_reached',
] as const satisfies readonly ErrorCode[]

/** What asking an installed model for a reply may end with. */
export const replyErrors = [
  'model_not_found',
  'ollama_busy',
  'capability_missing',
  'model_incompatible',
  'prompt_too_long',
  'insufficient_memory',
  ...cloudErrors,
  'runner_crashed',
  'stream_truncated',
] as const satisfies readonly ErrorCode[]

/** What keeping something may end with. */
export const storageErrors = ['storage_unavailable'] as const satisfies readonly ErrorCode[]

/** What is wrong with one field: `path` is a JSON pointer into body, query or params. */
export const FieldError = Named('FieldError', { path: Type.String(), message: Type.String() })
export type FieldError = Static<typeof FieldError>

/** What problems of these codes tell beside the members that all have: the extension members of RFC 9457. */
const details = {
  cloud_sign_in_required: {
    sign_in_url: Type.Optional(
      Type.String({ description: 'Where to sign this Ollama in to an account; for admins only' }),
    ),
  },
  // What would hold the prompt, among the metrics of a reply that was not given: these are null. Typed clients drop a
  // member that is nothing but null.
  prompt_too_long: {
    time_to_first_token_ms: Nullable(Type.Number()),
    tokens_per_second: Nullable(Type.Number()),
    completion_tokens: Nullable(Type.Integer()),
    load_seconds: Nullable(Type.Number()),
    context_used_percent: Nullable(Type.Number()),
    prompt_truncated: Type.Literal(false),
    prompt_tokens: Nullable(Type.Integer()),
    context_length: Nullable(Type.Integer()),
    context_needed: Nullable(Type.Integer()),
    context_needed_fits: Nullable(Fits),
  },
  service_failed: {
    output: Type.Array(Type.String(), { description: 'The last lines of its output, oldest first' }),
  },
} satisfies Partial<Record<ErrorCode, TProperties>>

/** By code: what such a problem tells beside the members that all have. */
export type ProblemDetails = { [C in keyof typeof details]: Static<TObject<(typeof details)[C]>> }

const common = {
  type: Type.String(),
  title: Type.String(),
  status: Type.Integer(),
  detail: Type.String(),
  hint: Type.Optional(Type.String()),
  trace_id: Type.String(),
  errors: Type.Optional(Type.Array(FieldError)),
}

const isPlain = (code: string): code is Exclude<ErrorCode, keyof ProblemDetails> => !(code in details)

/** An RFC 9457 problem document. Clients switch on `code`; `hint` is the next step a person can take. */
export const Problem = Type.Union(
  [
    Named('PlainProblem', { ...common, code: StringEnum(Object.keys(problems).filter(isPlain)) }),
    Named('SignInRequiredProblem', {
      ...common,
      code: Type.Literal('cloud_sign_in_required'),
      ...details.cloud_sign_in_required,
    }),
    Named('PromptTooLongProblem', { ...common, code: Type.Literal('prompt_too_long'), ...details.prompt_too_long }),
    Named('ServiceFailedProblem', { ...common, code: Type.Literal('service_failed'), ...details.service_failed }),
  ],
  { title: 'Problem' },
)
export type Problem = Static<typeof Problem>
