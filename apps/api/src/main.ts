import { join } from 'node:path'
import manifest from '../package.json' with { type: 'json' }
import { auditCommand } from './boot/audit-command.ts'
import { doctorCommand } from './boot/commands/doctor-command.ts'
import { readEnv } from './boot/read-env.ts'
import { run } from './boot/run.ts'

const [command, ...words] = process.argv.slice(2)
if (command === 'audit') {
  const code = await auditCommand(words, { tell: console.log, complain: console.error })
  process.exit(code)
}
if (command === 'doctor') {
  const code = await doctorCommand(readEnv, { tell: console.log, complain: console.error })
  process.exit(code)
}

await run({
  version: manifest.version,
  // The same from src/ and from dist/.
  webRoot: join(import.meta.dirname, '..', '..', 'web', 'dist'),
})
