import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { formsOf } from './canaries.ts'

export interface Piece {
  /** Where it was seen, as a person would look for it. */
  readonly where: string
  readonly text: string
}

/** All that was seen of a dashboard, to be searched for what must not be there. */
export function createEvidence() {
  const pieces: Piece[] = []
  return {
    add: (where: string, text: string) => void pieces.push({ where, text }),
    /** The places that show a canary, by its name. */
    leaksOf(canaries: Readonly<Record<string, string>>, isLooked: (where: string) => boolean = () => true): string[] {
      const looked = pieces.filter(({ where }) => isLooked(where))
      return Object.entries(canaries).flatMap(([name, canary]) => {
        const forms = formsOf(canary)
        return looked.flatMap(({ where, text }) =>
          forms.some((form) => text.includes(form)) ? [`${name} in ${where}`] : [],
        )
      })
    },
    places: () => pieces.map(({ where }) => where),
  }
}

/** Every file below a folder, byte for byte. */
export async function filesIn(folder: string): Promise<Piece[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name))
  return Promise.all(
    files.map(async (path) => ({ where: `file ${path.slice(folder.length)}`, text: await readFile(path, 'latin1') })),
  )
}

/** The command line of every process of this machine; none where the system shows them otherwise. */
export async function commandLines(): Promise<Piece[]> {
  const ids = await readdir('/proc').catch(() => [])
  const lines = ids
    .filter((id) => /^\d+$/.test(id))
    .map(async (id) => {
      const text = await readFile(`/proc/${id}/cmdline`, 'latin1').catch(() => '')
      return { where: `process ${id}`, text }
    })
  return Promise.all(lines)
}
