import { containerLog } from '../log/container-log.ts'
import type { FindManaged, ServiceAction } from '../managed.ts'
import type { ServiceHost } from '../service-host.ts'
import type { DockerApi } from './docker-api.ts'
import { servedPort } from './served-port.ts'

/** Containers whose settings are asked for, one after the other. */
const maxLooked = 8

interface Listed {
  readonly Id: string
  readonly Names?: readonly string[]
  readonly Image?: string
  readonly Ports?: readonly { readonly PublicPort?: number }[]
  readonly Labels?: Readonly<Record<string, string>>
}

interface Inspected {
  readonly State?: { readonly Running?: boolean; readonly Pid?: number; readonly StartedAt?: string }
  readonly Config?: { readonly Tty?: boolean }
  readonly HostConfig?: {
    readonly NetworkMode?: string
    readonly PortBindings?: Readonly<Record<string, readonly { readonly HostPort?: string }[] | null>> | null
  }
}

/** Where Docker listens, as its own variable says; not over the network. */
export function dockerSocket({ environment, platform }: Pick<ServiceHost, 'environment' | 'platform'>): string {
  const [, path] = /^(?:unix|npipe):\/\/(.+)$/.exec(environment['DOCKER_HOST'] ?? '') ?? []
  return path ?? (platform === 'win32' ? '//./pipe/docker_engine' : '/var/run/docker.sock')
}

/** The container that publishes the port of the server, or that has its name, where Docker's socket can be used. */
export function docker(api: DockerApi, clock: Pick<ServiceHost['clock'], 'now'>): FindManaged {
  return async ({ url }, signal) => {
    const listed = await api.get('/containers/json?all=1', signal)
    if (!Array.isArray(listed)) return null
    const found = await findContainer(api, listed.filter(isListed), url, signal)
    if (!found) return null
    const { container, inspected, evidence } = found
    const { Id: id } = container
    const name = nameOf(container)
    const { Running = false, Pid = 0, StartedAt = '' } = inspected.State ?? {}
    const startedAt = Date.parse(StartedAt)
    const act = (action: ServiceAction) => (until: AbortSignal) => api.post(`/containers/${id}/${action}`, until)
    return {
      manager: 'docker',
      isRunning: Running,
      pid: Running && Pid > 0 ? Pid : null,
      uptimeSeconds: Running && startedAt > 0 ? Math.max(0, Math.round((clock.now() - startedAt) / 1000)) : null,
      evidence,
      refusal: null,
      commands: { start: `docker start ${name}`, stop: `docker stop ${name}`, restart: `docker restart ${name}` },
      start: act('start'),
      stop: act('stop'),
      restart: act('restart'),
      log: containerLog(api, id, name, inspected.Config?.Tty === true),
    }
  }
}

async function findContainer(api: DockerApi, listed: readonly Listed[], url: URL, signal: AbortSignal) {
  const port = servedPort(url)
  const isNamed = (one: Listed) => namesOf(one).includes(url.hostname)
  const publishes = (one: Listed) => one.Ports?.some(({ PublicPort }) => String(PublicPort) === port) === true
  // Of a container that is stopped only its settings tell the port.
  const order = [...listed.filter((one) => isNamed(one) || publishes(one)), ...listed.filter(isOllama)]
  for (const container of new Set(order.slice(0, maxLooked))) {
    const inspected = await api.get(`/containers/${container.Id}/json`, signal)
    if (typeof inspected !== 'object' || inspected === null) continue
    const { HostConfig: { NetworkMode, PortBindings } = {} } = inspected as Inspected
    const bound = Object.values(PortBindings ?? {}).some((all) => all?.some(({ HostPort }) => HostPort === port))
    const name = nameOf(container)
    const how = isNamed(container)
      ? 'has the name of the server'
      : publishes(container) || bound
        ? `publishes port ${port}`
        : NetworkMode === 'host'
          ? 'uses the network of this machine'
          : null
    if (how)
      return {
        container,
        inspected: inspected as Inspected,
        evidence: `The container "${name}", which ${how}, runs it.`,
      }
  }
  return null
}

const isListed = (value: unknown): value is Listed =>
  typeof value === 'object' && value !== null && 'Id' in value && /^[\da-f]{12,64}$/.test(String(value.Id))

/** `ollama/ollama`, with a registry, tag or digest, or an image that is called the same. */
const isOllama = ({ Image = '' }: Listed): boolean => /(?:^|\/)ollama(?:[:@]|$)/.test(Image)

/** What other containers call it: by its own name, and by its service of Compose. */
function namesOf({ Names = [], Labels }: Listed): readonly string[] {
  const service = Labels?.['com.docker.compose.service']
  return [...Names.map((name) => name.replace(/^\//, '')), ...(service ? [service] : [])]
}

/** Fit for a command line that a person pastes. */
const nameOf = (container: Listed): string =>
  namesOf(container).find((name) => /^[\w.-]+$/.test(name)) ?? container.Id.slice(0, 12)
