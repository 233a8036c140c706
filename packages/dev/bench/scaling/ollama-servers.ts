import { type Simulator, startSimulator } from '@ollama-dashboard/ollama-sim'

export interface OllamaServers extends AsyncDisposable {
  /** For `startDashboard`. */
  readonly env: Readonly<Record<string, string>>
  /** How often all of them were asked so far. */
  asked(): number
}

/** So many simulated servers, each with some models and a port of its own. */
export async function startServers(count: number): Promise<OllamaServers> {
  const servers: Simulator[] = []
  for (let seed = 0; seed < count; seed += 1) servers.push(await startSimulator({ scenario: 'home', seed, speed: 100 }))
  const list = servers.map(({ url }, index) => `server-${index}=${url}`)
  return {
    env: { OLLAMA_HOST: '', OLLAMA_INSTANCES: list.join(','), OLLAMA_LOCATION: 'remote', LOG_LEVEL: 'warn' },
    asked: () => servers.reduce((sum, server) => sum + server.requests.length, 0),
    async [Symbol.asyncDispose]() {
      await Promise.all(servers.map((server) => server.close()))
    },
  }
}
