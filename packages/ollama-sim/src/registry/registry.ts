import { isIP } from 'node:net'
import { ApiError } from '../http/api-error.ts'
import type { SimulatedModel } from '../scenarios/simulated-model.ts'
import { type ModelName, nameKey, readModelName } from '../store/model-name.ts'

/** Registries that answer for every name, if only that they do not have it. */
const PUBLIC_HOSTS = ['registry.ollama.ai', 'hf.co', 'huggingface.co']

/**
 * The model a registry offers under a name. A registry with an IP address, as one at home has, speaks plain HTTP; it can be reached
 * when the scenario has a model of it.
 */
export function findInRegistry(
  offered: readonly SimulatedModel[],
  name: ModelName,
  { insecure }: { readonly insecure: boolean },
): SimulatedModel {
  const { host, namespace, model, tag } = name
  const names = offered.map((candidate) => ({ candidate, name: readModelName(candidate.name) }))
  const request = `Get "${insecure ? 'http' : 'https'}://${host}/v2/${namespace}/${model}/manifests/${tag}"`
  if (!PUBLIC_HOSTS.includes(host)) {
    const [hostname = host, port = insecure ? '80' : '443'] = host.split(':')
    if (!names.some((known) => known.name.host === host)) {
      throw manifestError(
        isIP(hostname) === 0
          ? `${request}: dial tcp: lookup ${hostname}: no such host`
          : `${request}: dial tcp ${hostname}:${port}: connect: connection refused`,
      )
    }
    if (isIP(hostname) !== 0 && !insecure) {
      throw manifestError(`${request}: http: server gave HTTP response to HTTPS client`)
    }
  }
  const found = names.find((known) => nameKey(known.name) === nameKey(name))
  if (found === undefined) throw manifestError('file does not exist')
  return found.candidate
}

const manifestError = (text: string) => new ApiError(500, `pull model manifest: ${text}`)
