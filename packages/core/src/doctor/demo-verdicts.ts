import { ok, remedy, unknown, type Verdict } from './doctor-check.ts'

/** What a check would say of a server that is a little careless. Nothing of it was looked at, and each says so. */
const simulated: Readonly<Record<string, Verdict>> = {
  reachable: ok('Simulated: it answers.'),
  network: ok('Simulated: it refuses connections from the network.'),
  origins: {
    severity: 'warning',
    evidence: 'Simulated: it answers requests from any website that is open in a browser which can reach it.',
    remedy: remedy('Remove OLLAMA_ORIGINS, or set it to the websites that may use Ollama.'),
  },
  vulnerabilities: ok('Simulated: none is known of its version.'),
  cloud: {
    severity: 'info',
    evidence: 'Simulated: they are on. Prompts to a cloud model are sent to ollama.com.',
    remedy: remedy('Turn them off if nothing may leave your machines.'),
  },
  models_folder: ok('Simulated: only its owner and group may write to it.'),
  gpu: ok('Simulated: Ollama uses the GPU.'),
  parallel: ok('Simulated: each model answers one request at a time.'),
  disk: ok('Simulated: there is room.'),
  clock: unknown('Simulated: the system does not tell whether it is synchronised.'),
}

export const demoVerdicts = (id: string): Verdict => simulated[id] ?? unknown('The server is simulated.')
