// The simulated Ollama that replies are measured with. A process of its own, as Ollama is: within the one that measures,
// it would keep the first word waiting whenever something else is asked of it.
import { startSimulator } from '@ollama-dashboard/ollama-sim'

const simulator = await startSimulator({ scenario: 'home', numParallel: 64, tokensPerSecond: 100 })
console.log(`ready at ${simulator.url}`)
process.once('SIGTERM', () => process.exit(0))
