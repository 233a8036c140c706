import type { HostAccess } from '../system/host-access.ts'

/** What the environment of an Ollama server says, of the variables that are asked for, and where that was read. */
export interface ServerVariables {
  readonly source: string
  get(name: ServerVariable): string | null
}

/** No others are read: an environment has secrets. */
const names = ['OLLAMA_HOST', 'OLLAMA_ORIGINS', 'OLLAMA_MODELS', 'OLLAMA_NUM_PARALLEL'] as const
export type ServerVariable = (typeof names)[number]

type Host = Pick<HostAccess, 'platform' | 'readText' | 'run'>

const limitMs = 3000

/**
 * Reads the environment of a server from its process, which only its own user and root may do, or else from its systemd unit.
 * Null where neither can be read.
 */
export async function readServerVariables(
  { platform, readText, run }: Host,
  { manager, pid, isUser }: { readonly manager: string; readonly pid: number | null; readonly isUser: boolean },
  signal: AbortSignal,
): Promise<ServerVariables | null> {
  if (platform !== 'linux') return null
  const environ = pid === null ? null : await readText(`/proc/${pid}/environ`)
  // A process without any variable, and one whose variables are not for this user, both have an empty text.
  if (environ) return variablesIn(environ.split('\0'), 'the environment of its process')
  if (manager !== 'systemd') return null
  const args = [...(isUser ? ['--user'] : []), 'show', 'ollama.service', '--property=Environment']
  const { outcome, exitCode, stdout } = await run('systemctl', args, { signal, timeoutMs: limitMs })
  const line = /^Environment=(.*)$/m.exec(stdout)?.[1]
  if (outcome !== 'exited' || exitCode !== 0 || line === undefined) return null
  return variablesIn(wordsOf(line), 'its systemd unit')
}

function variablesIn(assignments: readonly string[], source: string): ServerVariables {
  const values = new Map(
    assignments.map((assignment) => {
      const equals = assignment.indexOf('=')
      return [assignment.slice(0, equals), assignment.slice(equals + 1)] as const
    }),
  )
  return { source, get: (name) => unquoted(values.get(name)?.trim() ?? '') || null }
}

/** As Ollama reads them: without quotes around them. Source: envconfig.Var. */
function unquoted(text: string): string {
  let end = text.length
  while (end > 0 && `"'`.includes(text.charAt(end - 1))) end -= 1
  return text.slice(0, end).replace(/^["']+/, '')
}

/** `A=b "C=d e"`, as systemd writes a list of assignments: quoted where they have blanks. */
const wordsOf = (line: string): readonly string[] =>
  Array.from(line.matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/g), ([, quoted, plain]) =>
    quoted === undefined ? (plain ?? '') : quoted.replace(/\\(.)/g, '$1'),
  )
