import { parseOllamaHost } from '../../ollama/ollama-address.ts'

/** The port that an Ollama with this `OLLAMA_HOST` listens on; of none, or of one that is no address, the default one. */
export function portOf(ollamaHost: string | undefined): string {
  try {
    return servedPort(parseOllamaHost(ollamaHost ?? ''))
  } catch {
    return portOf('')
  }
}

/** The port of an address, also where its scheme implies it. */
export const servedPort = ({ port, protocol }: URL): string => port || (protocol === 'https:' ? '443' : '80')

/** Whether a server is at the port that Ollama takes unless it is told otherwise: of many managers it cannot be seen. */
export const isUsualPort = (url: URL): boolean => servedPort(url) === portOf('')
