import { join } from 'node:path'
import manifest from '../package.json' with { type: 'json' }
import { runCommand } from './boot/commands/run-command.ts'
import { exit, run } from './boot/run.ts'

const { version } = manifest
const output = { version, tell: console.log, complain: console.error }
const code = await runCommand(process.argv.slice(2), output).catch(exit)
if (code !== null) process.exit(code)

await run({
  version,
  // The same from src/ and from dist/.
  webRoot: join(import.meta.dirname, '..', '..', 'web', 'dist'),
})
