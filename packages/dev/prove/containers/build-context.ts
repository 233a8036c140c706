import { cpSync, readFileSync } from 'node:fs'
import { join, matchesGlob } from 'node:path'
import { root } from '../../run.mjs'
import { problemsOfProgram } from './problems-of-program.ts'

/** Copies what git has or would have, but for what Docker leaves out of it. */
export function copyContext(to: string): void {
  const rules = readFileSync(join(root, 'docker/Dockerfile.dockerignore'), 'utf8').split('\n').filter(isRule)
  const { said } = problemsOfProgram('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'])
  const files = said.split('\0').filter((file) => file !== '' && !isIgnored(file, rules))
  for (const file of files) cpSync(join(root, file), join(to, file))
}

const isRule = (line: string): boolean => line !== '' && !line.startsWith('#')

/** The last rule for a file or one of its folders says whether it is left out. */
function isIgnored(file: string, rules: readonly string[]): boolean {
  const parts = file.split('/')
  const paths = parts.map((_, index) => parts.slice(0, index + 1).join('/'))
  const last = rules.findLast((rule) => paths.some((path) => matchesGlob(path, rule.replace('!', ''))))
  return last !== undefined && !last.startsWith('!')
}
