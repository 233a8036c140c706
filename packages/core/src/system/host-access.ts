import { open, readdir } from 'node:fs/promises'
import { arch, platform } from 'node:os'
import { join } from 'node:path'
import si from 'systeminformation'
import { createProgramRunner, type RunProgram } from './run-program.ts'

/** How the programs and files of a host are reached. Tests put a recorded host in the place of this machine. */
export interface HostAccess {
  readonly platform: NodeJS.Platform
  readonly arch: string
  /** Bytes of memory; available is what the system could give to a program, caches included. */
  memory(): Promise<{ readonly total: number; readonly available: number }>
  readonly run: RunProgram
  /** The text of a file without blanks at its ends, at most 4 MiB of it; null where it cannot be read. */
  readText(path: string): Promise<string | null>
  /** The names in a folder, sorted; none where it cannot be read. */
  list(path: string): Promise<readonly string[]>
}

const maxFileBytes = 4 * 1024 * 1024

/** @param root Stands before every path of a file. */
export function createHostAccess({ root = '/', ...other }: Partial<HostAccess> & { root?: string } = {}): HostAccess {
  return {
    platform: platform(),
    arch: arch(),
    memory: si.mem,
    run: createProgramRunner(),
    async readText(path) {
      try {
        await using file = await open(join(root, path))
        const { buffer, bytesRead } = await file.read(Buffer.alloc(16 * 1024), 0, 16 * 1024, 0)
        if (bytesRead < buffer.length) return buffer.toString('utf8', 0, bytesRead).trim()
        const whole = Buffer.alloc(maxFileBytes)
        const read = await file.read(whole, 0, whole.length, 0)
        return whole.toString('utf8', 0, read.bytesRead).trim()
      } catch {
        return null
      }
    },
    list: (path) =>
      readdir(join(root, path)).then(
        (names) => names.sort(),
        () => [],
      ),
    ...other,
  }
}

/** The whole number that a file holds, decimal or with `0x`; null for anything else. */
export async function readNumber(host: HostAccess, path: string): Promise<number | null> {
  const text = await host.readText(path)
  if (text === null || !/^-?(?:\d{1,20}|0x[\da-f]{1,16})$/i.test(text)) return null
  const number = Number(text)
  return Number.isSafeInteger(number) ? number : null
}
