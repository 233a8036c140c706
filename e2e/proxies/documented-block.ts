import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The blocks of DEPLOYMENT.md in a language, as people copy them. Throws where there is none. */
export function documentedBlocks(language: string): readonly string[] {
  const text = readFileSync(join(import.meta.dirname, '../../docs/DEPLOYMENT.md'), 'utf8')
  const [, ...after] = text.split(`\`\`\`${language}\n`)
  const blocks = after.flatMap((rest) => rest.split('```')[0] ?? [])
  if (blocks.length === 0) throw new Error(`docs/DEPLOYMENT.md has no block of ${language}.`)
  return blocks
}

/** The only one. */
export const documentedBlock = (language: string): string => documentedBlocks(language)[0] ?? ''

/** Puts what holds for a test in place of what holds for `box.example.com`. Throws where the block lacks one of them. */
export const adapted = (block: string, replacements: readonly (readonly [from: string, to: string])[]): string =>
  replacements.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`The documented block does not have ${from}.`)
    return text.replaceAll(from, () => to)
  }, block)
