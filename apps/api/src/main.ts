import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import manifest from '../package.json' with { type: 'json' }
import { auditCommand } from './boot/audit-command.ts'
import { run } from './boot/run.ts'

const [command, ...words] = process.argv.slice(2)
if (command === 'audit') {
  const code = await auditCommand(words, { tell: console.log, complain: console.error })
  process.exit(code)
}

const dotEnv = existsSync('.env') ? parseEnv(readFileSync('.env', 'utf8')) : {}

await run({
  env: { ...dotEnv, ...process.env },
  version: manifest.version,
  // The same from src/ and from dist/.
  webRoot: join(import.meta.dirname, '..', '..', 'web', 'dist'),
})
