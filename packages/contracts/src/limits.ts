/** Bytes. */
export const mebibyte = 1_048_576

/**
 * What the API takes at most, for its schemas and for everything that keeps to them before it sends or after it reads.
 * Lengths are in characters. Nothing else is imported here, so that a page may have it without the schemas.
 */
export const limits = {
  /** Default max size of a request body. */
  bodyBytes: mebibyte,
  /** Max size of a request body with images, or with an imported file. */
  longBodyBytes: 32 * mebibyte,
  /** The host has 350 characters, namespace, model and tag 80 each. */
  modelNameLength: 593,
  instanceNameLength: 64,
  /** Models in one request. */
  models: 50,
  /** In one conversation, and in one request. */
  messages: 10_000,
  /** Max size of one message, in bytes and in characters. */
  messageLength: mebibyte,
  /** In one request. */
  images: 16,
  /** Max size of all images of one request, decoded. */
  imageBytes: 20_000_000,
  /** Changes of the saved settings of one model that are kept. */
  settingsChanges: 100,
  titleLength: 200,
  /** System prompts that are kept under a name. */
  presets: 100,
  /** Alert rules that people made. */
  alertRules: 100,
  presetNameLength: 60,
  /** Keys made at run time, without those that were revoked. */
  keys: 1000,
  keyNameLength: 60,
  /** Beside the three built-in ones. */
  roles: 100,
  roleNameLength: 32,
  roleDescriptionLength: 200,
  /** That a role adds, and that it takes away. */
  permissions: 200,
  permissionLength: 64,
  /** Of models, of servers and of addresses in the grant of a key. */
  grantPatterns: 50,
  /** For how long a key works beside the one that replaces it: a week. */
  keyGraceSeconds: 604_800,
  searchLength: 200,
  /** Of Ollama's log, in one answer. */
  logLines: 2000,
  doneReasonLength: 64,
} as const
