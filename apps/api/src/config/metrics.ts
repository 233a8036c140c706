import { NotAllowed, type Reader } from './reader.ts'

export interface MetricsConfig {
  /** A key that may read the metrics and nothing else; null for none. */
  readonly token: string | null
  /** What the names of metrics of Ollama begin with. */
  readonly ollamaPrefix: string
}

export const readMetrics = ({ read, readSecret }: Reader): MetricsConfig => ({
  token: readSecret('METRICS_TOKEN', token),
  ollamaPrefix: read('METRICS_OLLAMA_PREFIX', prefix) ?? 'ollama',
})

function token(text: string): string {
  if (/^[\x21-\x7e]{16,512}$/.test(text)) return text
  throw new NotAllowed('a key of 16 to 512 printable ASCII characters without spaces')
}

/** What a metric's name may begin with; a colon is for recording rules. */
function prefix(text: string): string {
  if (/^[A-Za-z_][A-Za-z0-9_]{0,63}$/.test(text) && !text.endsWith('_')) return text
  throw new NotAllowed('letters, digits and _, a letter first and no _ last')
}
