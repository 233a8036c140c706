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
export function adapted(
  block: string,
  replacements: readonly (readonly [from: string | RegExp, to: string])[],
): string {
  return replacements.reduce((text, [from, to]) => {
    const changed = text.replaceAll(typeof from === 'string' ? from : new RegExp(from, 'g'), () => to)
    if (changed === text) throw new Error(`The documented block does not have ${from}.`)
    return changed
  }, block)
}
