/** What a server is expected to do differently by the version it tells: 0.30.0 brought the llama-server engine. */
export interface Expectations {
  /** `/api/tags` lists capabilities and lengths. */
  readonly tagsTellCapabilities: boolean
  /** The name in the 404 of show. */
  readonly notShown: (name: string) => string
  /** Whether an error is the refusal of a prompt longer than the context. */
  readonly isTooLong: (error: string) => boolean
  /** Whether a model that was not made for it embeds all the same. */
  readonly anyModelEmbeds: boolean
}

export function expectationsOf(version: string): Expectations {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > 0 || minor >= 30 ? ofLlamaServer : ofOldEngine
}

const ofOldEngine: Expectations = {
  tagsTellCapabilities: false,
  notShown: (name) => `model '${name}' not found`,
  isTooLong: (error) => error === 'the input length exceeds the context length',
  anyModelEmbeds: true,
}

const ofLlamaServer: Expectations = {
  tagsTellCapabilities: true,
  notShown: (name) => `model '${name}:latest' not found`,
  isTooLong: (error) => /^\{"error":\{.*"type":"exceed_context_size_error"/.test(error),
  anyModelEmbeds: false,
}
