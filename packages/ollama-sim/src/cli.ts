// `pnpm sim`: a simulated Ollama for a person, until Ctrl-C.
import { parseArgs } from 'node:util'
import type { ScenarioName } from './scenarios/scenario.ts'
import { scenarios } from './scenarios/scenarios.ts'
import { startSimulator } from './simulator.ts'

const DEFAULT_PORT = '11434'
const DEFAULT_HOST = '127.0.0.1'

// The numbers of sysexits.h.
const EXIT_USAGE = 64
const EXIT_UNAVAILABLE = 69

const usage = `pnpm sim --port ${DEFAULT_PORT} --host ${DEFAULT_HOST} --scenario ${Object.keys(scenarios).join('|')}`

const { port, host, scenario } = readArguments()
const simulator = await startSimulator({ port, host, scenario }).catch(unavailable)
console.log(`A simulated Ollama ${simulator.scenario.version} (${scenario}) is ready at ${simulator.url}`)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void simulator.close())

function readArguments() {
  const { port, host, scenario } = parsed()
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) return misused(`"${port}" is not a port from 0 to 65535.`)
  if (!isScenario(scenario)) return misused(`There is no scenario "${scenario}".`)
  return { port: Number(port), host, scenario }
}

function parsed() {
  try {
    return parseArgs({
      // pnpm hands the `--` before its script's options on to the script.
      args: process.argv.slice(2).filter((word, index) => index > 0 || word !== '--'),
      options: {
        port: { type: 'string', default: DEFAULT_PORT },
        host: { type: 'string', default: DEFAULT_HOST },
        scenario: { type: 'string', default: 'home' },
      },
    }).values
  } catch (error) {
    // What parseArgs says goes on with advice about its own syntax.
    return misused(`${messageOf(error).split(/\. |\n/)[0]}.`)
  }
}

function isScenario(name: string): name is ScenarioName {
  return Object.hasOwn(scenarios, name)
}

function misused(what: string): never {
  console.error(`${what} Use: ${usage}`)
  process.exit(EXIT_USAGE)
}

function unavailable(error: unknown): never {
  const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
  const what = taken ? 'is in use: stop what listens there, or choose another --port' : `failed: ${messageOf(error)}`
  console.error(`${host}:${port} ${what}.`)
  process.exit(EXIT_UNAVAILABLE)
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
