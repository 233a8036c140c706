import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The only block of DEPLOYMENT.md in a language, as people copy it. */
export function documentedBlock(language: string): string {
  const text = readFileSync(join(import.meta.dirname, '../../docs/DEPLOYMENT.md'), 'utf8')
  const block = text.split(`\`\`\`${language}\n`)[1]?.split('```')[0]
  if (block === undefined) throw new Error(`docs/DEPLOYMENT.md has no block of ${language}.`)
  return block
}

/** Puts what holds for a test in place of what holds for `box.example.com`. Throws where the block lacks one of them. */
export const adapted = (block: string, replacements: readonly (readonly [from: string, to: string])[]): string =>
  replacements.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`The documented block does not have ${from}.`)
    return text.replaceAll(from, () => to)
  }, block)
