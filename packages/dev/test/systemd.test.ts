import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { root } from '../run.mjs'

const textOf = (file: string): string => readFileSync(join(root, 'docker/systemd', file), 'utf8')
const docs = readFileSync(join(root, 'docs/DEPLOYMENT.md'), 'utf8')

/** A unit without `User` that is run as a dynamic user has one of its own name. */
const user = basename('ollama-dashboard.service', '.service')

/** What the rule of polkit answers; undefined where it leaves that to others. */
function answerTo(id: string, details: Readonly<Record<string, string>>, asking: string): unknown {
  let rule: (action: object, subject: object) => unknown = () => 'no rule'
  const polkit = {
    Result: { YES: 'yes' },
    addRule: (added: typeof rule) => {
      rule = added
    },
  }
  runInNewContext(textOf('ollama-control.rules'), { polkit })
  return rule({ id, lookup: (name: string) => details[name] }, { user: asking })
}

const manage = 'org.freedesktop.systemd1.manage-units'

test('the unit is started again as long as what ended it may pass, and not after what a person has to mend', () => {
  const unit = textOf('ollama-dashboard.service')
  const [, final = ''] = /^RestartPreventExitStatus=(.+)$/m.exec(unit) ?? []
  const table = readFileSync(join(root, 'docs/TROUBLESHOOTING.md'), 'utf8')
  const codes = new Set([...table.matchAll(/^\| `(\d\d?)` +\|/gm)].map(([, code = '']) => code))
  // A port that is taken and a database that is away become free and come back; a package always has its page.
  expect(new Set(final.split(' '))).toEqual(codes.difference(new Set(['69', '75', '66', '1'])))
  expect(unit).toMatch(/^Restart=on-failure$/m)
  expect(unit).toMatch(/^StartLimitIntervalSec=0$/m)
})

test.each(['start', 'stop', 'restart'])('the rule lets the dashboard %s Ollama', (verb) => {
  expect(textOf('ollama-dashboard.service')).toMatch(/^DynamicUser=yes$/m)
  expect(textOf('ollama-dashboard.service')).not.toMatch(/^User=/m)
  expect(answerTo(manage, { unit: 'ollama.service', verb }, user)).toBe('yes')
})

test.each([
  ['another unit', manage, { unit: 'ssh.service', verb: 'stop' }, user],
  ['another verb', manage, { unit: 'ollama.service', verb: 'kill' }, user],
  ['no unit at all', manage, {}, user],
  ['another action', 'org.freedesktop.login1.reboot', { unit: 'ollama.service', verb: 'stop' }, user],
  ['another user', manage, { unit: 'ollama.service', verb: 'stop' }, 'ann'],
])('the rule says nothing of %s', (_, id, details, asking) => {
  expect(answerTo(id, details, asking)).toBeUndefined()
})

test('the documentation installs each file where the file itself says', () => {
  for (const file of ['ollama-dashboard.service', 'ollama-control.rules', 'ollama-control.conf']) {
    const [, path = ''] = /^(?:#|\/\/) (\/etc\/\S+?)[:,]/.exec(textOf(file)) ?? []
    const [, target = ''] = new RegExp(`docker/systemd/${file.replace('.', '[.]')} (\\S+)`).exec(docs) ?? []
    expect(target.endsWith('/') ? `${target}${file}` : target, file).toBe(path)
  }
})
