import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { ConfigError, type Env } from '../config/reader.ts'

/** `.env` of the working folder, where there is one, and the environment, which wins. Throws ConfigError. */
export function readEnv(): Env {
  return { ...dotEnv(), ...process.env }
}

function dotEnv(): Env {
  try {
    return parseEnv(readFileSync('.env', 'utf8'))
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return {}
    throw new ConfigError(new Map([[`.env cannot be read: ${code}.`, '.env cannot be read.']]))
  }
}
