import type { DockerApi } from '../managers/docker-api.ts'
import { createLineSplitter } from './line-splitter.ts'
import { type LogSource, LogUnreadable, maxLineLength, type RawLine } from './log-source.ts'

const readLimitMs = 10_000
const headerBytes = 8
/** Docker writes frames of 16 KiB; what says to be longer is none. */
const maxFrameBytes = 1024 * 1024

/** What Docker keeps of the output of a container. */
export function containerLog(docker: DockerApi, id: string, name: string, hasTerminal: boolean): LogSource {
  return {
    kind: 'container',
    name,
    command: `docker logs ${name}`,
    async *read({ lines, follow, signal }) {
      const limit = follow ? signal : AbortSignal.any([signal, AbortSignal.timeout(readLimitMs)])
      const query = `stdout=1&stderr=1&timestamps=1&tail=${lines}&follow=${follow ? 1 : 0}`
      try {
        const { statusCode, body } = await docker.stream(`/containers/${id}/logs?${query}`, limit)
        if (statusCode !== 200) {
          await body.dump()
          throw new LogUnreadable('Docker keeps no log of this container: its logging driver may send it elsewhere.')
        }
        yield* linesOf(body, hasTerminal)
      } catch (error) {
        if (signal.aborted) return
        if (error instanceof LogUnreadable) throw error
        throw new LogUnreadable('Docker did not give the log of the container.', { cause: error })
      }
    },
  }
}

async function* linesOf(body: AsyncIterable<Buffer>, hasTerminal: boolean): AsyncGenerator<readonly RawLine[]> {
  const splitter = createLineSplitter()
  const unframe = hasTerminal ? (chunk: Buffer) => [chunk] : createUnframe()
  for await (const chunk of body) {
    const fresh = unframe(chunk).flatMap((part) => splitter.push(part))
    if (fresh.length > 0) yield fresh.map(stamped)
  }
  const rest = splitter.rest()
  if (rest.length > 0) yield rest.map(stamped)
}

/** Without a terminal each frame has a header: stream, three zeros, length. Source: Docker Engine API, "Stream format". */
function createUnframe(): (chunk: Buffer) => Buffer[] {
  let waiting: Buffer = Buffer.alloc(0)
  return (chunk) => {
    waiting = Buffer.concat([waiting, chunk])
    const parts: Buffer[] = []
    while (waiting.length >= headerBytes) {
      const length = waiting.readUInt32BE(4)
      if (length > maxFrameBytes) throw new LogUnreadable('The log of the container has an unknown form.')
      if (waiting.length < headerBytes + length) break
      parts.push(waiting.subarray(headerBytes, headerBytes + length))
      waiting = waiting.subarray(headerBytes + length)
    }
    return parts
  }
}

/** Docker writes the time of each line before it. */
function stamped(line: string): RawLine {
  const at = Date.parse(/^\S{1,40}/.exec(line)?.[0] ?? '')
  return Number.isNaN(at) ? { text: line, at: null } : { text: line.slice(line.indexOf(' ') + 1, maxLineLength), at }
}
