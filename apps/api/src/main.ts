import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import manifest from '../package.json' with { type: 'json' }
import { run } from './boot/run.ts'

const dotEnv = existsSync('.env') ? parseEnv(readFileSync('.env', 'utf8')) : {}

await run({
  env: { ...dotEnv, ...process.env },
  version: manifest.version,
  // The same from src/ and from dist/.
  webRoot: join(import.meta.dirname, '..', '..', 'web', 'dist'),
})
