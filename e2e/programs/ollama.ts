// A stand-in for the program `ollama`: `serve` is a simulated server at OLLAMA_HOST, which writes a log like Ollama's.
import { startSimulator } from '@ollama-dashboard/ollama-sim'

if (process.argv[2] !== 'serve') process.exit(64)

const [host = '127.0.0.1', port = '11434'] = (process.env['OLLAMA_HOST'] ?? '').split(':')

/** In the form of Go's `slog`, as Ollama writes it. */
function log(message: string, more = '') {
  console.error(`time=${new Date().toISOString()} level=INFO source=routes.go:1 msg="${message}"${more}`)
}

log('inference compute', ' id=cpu library=cpu compute=""')
// A model loads fast, and writes one word a second.
const simulator = await startSimulator({
  host,
  port: Number(port),
  scenario: 'home',
  speed: 100,
  tokensPerSecond: 0.01,
})
log(`Listening on ${host}:${port} (version ${simulator.scenario.version})`)
process.once('SIGTERM', () => process.exit(0))
