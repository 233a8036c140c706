import { parseArgs } from 'node:util'
import { verifyFiles } from '@ollama-dashboard/core'

export interface CommandOutput {
  readonly tell: (line: string) => void
  readonly complain: (line: string) => void
}

const usage = 'Usage: ollama-dashboard audit verify [--anchor SEQ:HASH] FILE…'

/**
 * `audit verify FILE…`: checks an audit log without a server. Resolves with the exit code: 0 if it is intact, 1 with the file and
 * line if it is not, 2 if it cannot be read or the command makes no sense.
 */
export async function auditCommand(words: readonly string[], { tell, complain }: CommandOutput): Promise<number> {
  const asked = readWords(words)
  if (!asked) {
    complain(usage)
    return 2
  }
  try {
    const { lines, first_broken: broken } = await verifyFiles(asked.files, asked.anchor)
    if (!broken) {
      tell(`Intact: ${lines === 1 ? '1 entry' : `${lines} entries`}.`)
      return 0
    }
    complain(`${broken.path}:${broken.line}: ${broken.reason}`)
    return 1
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
    complain(`The log cannot be read: ${error.message}`)
    return 2
  }
}

function readWords(words: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: { anchor: { type: 'string' } },
    })
    const [verb, ...files] = positionals
    const [, seq, hash] = /^([1-9]\d{0,14}):([0-9a-f]{64})$/.exec(values.anchor ?? '') ?? []
    if (verb !== 'verify' || files.length === 0 || (values.anchor !== undefined && !hash)) return null
    return { files, anchor: hash === undefined ? null : { seq: Number(seq), hash } }
  } catch {
    // An option that there is not.
    return null
  }
}
