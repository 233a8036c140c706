/** What a command answers. Text is bulk text; a `Status` is plain, as `OK` is. */
export type Reply = string | number | null | Status | ReplyError | readonly Reply[]

export class Status {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

export class ReplyError extends Error {}

export const ok = new Status('OK')

export function encode(reply: Reply): string {
  if (reply === null) return '$-1\r\n'
  if (typeof reply === 'number') return `:${reply}\r\n`
  if (typeof reply === 'string') return `$${Buffer.byteLength(reply, 'latin1')}\r\n${reply}\r\n`
  if (reply instanceof Status) return `+${reply.text}\r\n`
  if (reply instanceof ReplyError) return `-${reply.message}\r\n`
  return `*${reply.length}\r\n${reply.map(encode).join('')}`
}

/** Commands out of what a client sends, as arrays of text. Bytes are kept as Latin-1. */
export function createDecoder(): (chunk: string) => string[][] {
  let rest = ''
  return (chunk) => {
    rest += chunk
    const commands: string[][] = []
    for (let found = commandIn(rest); found; found = commandIn(rest)) {
      commands.push(found.command)
      rest = rest.slice(found.end)
    }
    return commands
  }
}

function commandIn(text: string): { readonly command: string[]; readonly end: number } | null {
  const head = lineAt(text, 0)
  if (!head) return null
  const command: string[] = []
  let at = head.end
  for (let left = Number(head.line.slice(1)); left > 0; left -= 1) {
    const size = lineAt(text, at)
    if (!size) return null
    const end = size.end + Number(size.line.slice(1))
    if (text.length < end + 2) return null
    command.push(text.slice(size.end, end))
    at = end + 2
  }
  return { command, end: at }
}

function lineAt(text: string, from: number): { readonly line: string; readonly end: number } | null {
  const end = text.indexOf('\r\n', from)
  return end < 0 ? null : { line: text.slice(from, end), end: end + 2 }
}
