import { chmodSync, chownSync, copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../../run.mjs'
import { problemsOf } from '../package/served-package.ts'
import { copyContext } from './build-context.ts'
import { problemsOfProgram } from './problems-of-program.ts'

const user = 1000

/** Does what the Dockerfile does, in a folder, and starts the entry point as the user of the image; what went wrong. */
export async function imageProblems(): Promise<readonly string[]> {
  const dockerfile = readFileSync(join(root, 'docker/Dockerfile'), 'utf8').replaceAll('\\\n', ' ')
  const [, build = '', image = ''] = dockerfile.split(/^FROM /m)
  const folder = mkdtempSync(join(tmpdir(), 'ollama-dashboard-image-'))
  const [source, app, data] = [join(folder, 'src'), join(folder, 'app'), join(folder, 'data')]
  const here = (text: string) => text.replaceAll(/(?<=^| )\/app\b/g, app)
  try {
    chmodSync(folder, 0o755)
    copyContext(source)
    const commands = [...build.matchAll(/^RUN (.+)$/gm)].map(([, command = '']) => here(command))
    if (commands.length === 0) return ['The Dockerfile has no steps.']
    for (const command of commands) {
      const { problems } = problemsOfProgram('sh', ['-c', command], '', { cwd: source })
      if (problems.length > 0) return problems
    }
    copyFileSync(join(root, 'docker/healthcheck.mjs'), join(app, 'bin/healthcheck.mjs'))
    cpSync(process.execPath, join(folder, 'node'), { dereference: true })
    mkdirSync(data, { mode: 0o700 })

    const [, entry = '[]'] = /^ENTRYPOINT (.+)$/m.exec(image) ?? []
    const [, ...args] = (JSON.parse(entry) as string[]).map(here)
    return await problemsOf(
      'env',
      [`DATA_DIR=${data}`, `HOME=${data}`, ...asUser(app, data), join(folder, 'node'), ...args],
      {
        folder: data,
        told: 'command',
      },
    )
  } finally {
    problemsOfProgram('chmod', ['-R', 'u+w', folder])
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Whoever is not root becomes nobody else, and only cannot write to the application. */
function asUser(app: string, data: string): readonly string[] {
  problemsOfProgram('chmod', ['-R', 'a-w', app])
  if (process.getuid?.() !== 0) return []
  chownSync(data, user, user)
  return ['setpriv', `--reuid=${user}`, `--regid=${user}`, '--clear-groups']
}
