// `pnpm conformance`: holds any Ollama, simulated or real, to what the dashboard expects of it.
import { parseArgs } from 'node:util'
import { runSuite } from './suite.ts'

// The number of sysexits.h.
const EXIT_USAGE = 64
const usage =
  'Use: pnpm conformance -- --url http://127.0.0.1:11434 --model NAME [--embed-model NAME] [--pull-model NAME]'

const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => stop.abort(new Error(`stopped by ${signal}`)))

let passed = 0
let failed = 0
try {
  for await (const { name, reason } of runSuite({ ...readArguments(), signal: stop.signal })) {
    if (reason === undefined) passed += 1
    else failed += 1
    console.log(reason === undefined ? `ok ${name}` : `not ok ${name}: ${reason}`)
  }
} catch (error) {
  failed += 1
  console.log(`not ok the suite runs to its end: ${messageOf(error)}`)
}
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1

function readArguments() {
  try {
    const { values } = parseArgs({
      // pnpm hands the `--` before its script's options on to the script.
      args: process.argv.slice(2).filter((word, index) => index > 0 || word !== '--'),
      options: {
        url: { type: 'string' },
        model: { type: 'string' },
        'embed-model': { type: 'string' },
        'pull-model': { type: 'string' },
      },
    })
    const { url, model, 'embed-model': embedModel, 'pull-model': pullModel } = values
    if (url === undefined || model === undefined) return misused('--url and --model are needed.')
    if (!URL.canParse(url)) return misused(`${url} is no URL.`)
    return { url, model, embedModel, pullModel }
  } catch (error) {
    return misused(`${messageOf(error).split(/\. |\n/)[0]}.`)
  }
}

function misused(what: string): never {
  console.error(`${what} ${usage}`)
  process.exit(EXIT_USAGE)
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message
}
