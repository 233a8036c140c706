import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { brew } from '../src/service/managers/brew.ts'
import { launchd } from '../src/service/managers/launchd.ts'
import { macApp } from '../src/service/managers/mac-app.ts'
import { recordedPrograms, type Said } from './recorded-programs.ts'
import { temporaryFolder } from './temporary-folder.ts'

const never = new AbortController().signal
const server = { url: new URL('http://127.0.0.1:11434') }
const elsewhere = { url: new URL('http://127.0.0.1:11500') }

const hung: Said = { outcome: 'timeout', exitCode: null }
const denied: Said = { exitCode: 1, stderr: 'Could not kickstart service: 1: Operation not permitted' }

describe('Homebrew', () => {
  /** As `brew services info ollama --json` of Homebrew 4.6 prints it. */
  const info = (more: object = {}) =>
    JSON.stringify([
      {
        name: 'ollama',
        service_name: 'homebrew.mxcl.ollama',
        running: true,
        loaded: true,
        pid: 812,
        user: 'ann',
        status: 'started',
        log_path: '/opt/homebrew/var/log/ollama.log',
        error_log_path: '/opt/homebrew/var/log/ollama.log',
        ...more,
      },
    ])
  const program = '/opt/homebrew/bin/brew'
  const said = (json: string, act: Said = '') =>
    recordedPrograms((call) => (call.includes(' info ') ? json : act), {
      platform: 'darwin',
      isExecutable: async (path) => path === program,
    })

  test('its service is started, stopped and restarted by "brew services"', async () => {
    const { host, calls } = said(info())
    const managed = await brew(host)(server, never)
    expect(managed).toMatchObject({
      manager: 'brew',
      isRunning: true,
      pid: 812,
      refusal: null,
      log: { kind: 'file', name: '/opt/homebrew/var/log/ollama.log' },
    })
    for (const action of ['start', 'stop', 'restart'] as const) await managed?.[action]?.(never)
    expect(calls).toEqual([
      `${program} services info ollama --json`,
      `${program} services start ollama`,
      `${program} services stop ollama`,
      `${program} services restart ollama`,
    ])
  })

  test.each([
    ['was never made', info({ running: false, status: 'none' })],
    ['is not known', '[]'],
    ['is told in an unknown form', 'Warning: nothing'],
  ])('a service that %s runs nothing', async (_, json) => {
    expect(await brew(said(json).host)(server, never)).toBeNull()
  })

  test('a service of root is refused to another user, and one at another port is not taken for it', async () => {
    const { host } = said(info({ user: 'root' }))
    expect(await brew(host)(server, never)).toMatchObject({ refusal: 'The service belongs to root.' })
    expect(await brew(host)(elsewhere, never)).toBeNull()
  })

  test('what brew says when it fails is kept', async () => {
    const { host } = said(info(), {
      exitCode: 1,
      stderr: 'Error: Failure while executing; `/bin/launchctl bootstrap` exited with 5.\n',
    })
    const managed = await brew(host)(server, never)
    await expect(managed?.restart?.(never)).rejects.toMatchObject({
      name: 'ManagerFailed',
      output: [expect.stringContaining('exited with 5')],
    })
  })
})

describe('launchd', () => {
  /** As `launchctl print` of macOS 15 prints it. */
  const print = `gui/501/com.ollama.server = {
	active count = 1
	path = /Users/ann/Library/LaunchAgents/com.ollama.server.plist
	state = running
	stdout path = /tmp/ollama.log
	stderr path = /tmp/ollama.err
	pid = 812
}`
  async function anAgent({ isLoaded = true, variables = '', act = '' as Said } = {}) {
    const root = await temporaryFolder()
    const folder = join(root, 'Users/ann/Library/LaunchAgents')
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, 'homebrew.mxcl.ollama.plist'), '')
    await writeFile(join(folder, 'com.ollama.server.plist'), `<plist><dict>${variables}</dict></plist>`)
    const notLoaded = {
      exitCode: 113,
      stderr: 'Could not find service "com.ollama.server" in domain for user gui: 501',
    }
    const programs = recordedPrograms((call) => (call.includes(' print ') ? (isLoaded ? print : notLoaded) : act), {
      platform: 'darwin',
      userId: 501,
      home: '/Users/ann',
      root,
    })
    return { ...programs, find: launchd(programs.host) }
  }

  test('an agent that runs is restarted in its place, and taken out of launchd to stop it', async () => {
    const { find, calls } = await anAgent()
    const managed = await find(server, never)
    expect(managed).toMatchObject({ manager: 'launchd', isRunning: true, pid: 812, log: { name: '/tmp/ollama.err' } })
    await managed?.restart?.(never)
    await managed?.stop(never)
    expect(calls).toEqual([
      'launchctl print gui/501/com.ollama.server',
      'launchctl kickstart -k gui/501/com.ollama.server',
      'launchctl bootout gui/501/com.ollama.server',
    ])
  })

  test('an agent that is not loaded is loaded first', async () => {
    const { find, calls } = await anAgent({ isLoaded: false })
    const managed = await find(server, never)
    expect(managed).toMatchObject({ isRunning: false, pid: null })
    await managed?.start(never)
    expect(calls.slice(1)).toEqual([
      'launchctl bootstrap gui/501 /Users/ann/Library/LaunchAgents/com.ollama.server.plist',
      'launchctl kickstart gui/501/com.ollama.server',
    ])
  })

  test.each([
    ['hangs', hung, { name: 'ManagerFailed', message: 'launchctl did not end within 35 s.' }],
    ['is not permitted', denied, { name: 'NotPermitted' }],
  ])('a restart that %s is told as that', async (_, act, failure) => {
    const { find } = await anAgent({ act })
    await expect((await find(server, never))?.restart?.(never)).rejects.toMatchObject(failure)
  })

  test('an agent whose file names another port is not taken for the server', async () => {
    const { find } = await anAgent({ variables: '<key>OLLAMA_HOST</key>\n<string>0.0.0.0:11500</string>' })
    expect(await find(server, never)).toBeNull()
    expect(await find(elsewhere, never)).toMatchObject({ manager: 'launchd' })
  })
})

describe('the app of the Mac', () => {
  async function anApp(processes: string, act: Said = '') {
    const root = await temporaryFolder()
    await mkdir(join(root, 'Applications/Ollama.app/Contents/MacOS/Ollama'), { recursive: true })
    const programs = recordedPrograms((call) => (call.startsWith('ps ') ? processes : act), {
      platform: 'darwin',
      home: '/Users/ann',
      root,
    })
    return { ...programs, find: macApp(programs.host) }
  }

  test('it is quit and opened, since it would start its server again', async () => {
    const { find, calls } = await anApp(
      '  1 /sbin/launchd\n  812 /Applications/Ollama.app/Contents/MacOS/Ollama hidden\n',
    )
    const managed = await find(server, never)
    expect(managed).toMatchObject({ isRunning: true, pid: 812, log: { name: '/Users/ann/.ollama/logs/server.log' } })
    await managed?.stop(never)
    await managed?.start(never)
    expect(calls).toEqual([
      'ps -axo pid=,command=',
      'osascript -e quit app "Ollama"',
      'open -g -a /Applications/Ollama.app',
    ])
  })

  test('an app that does not let itself be quit, and one that does not open, is told as that', async () => {
    const { find } = await anApp('', hung)
    const managed = await find(server, never)
    await expect(managed?.stop(never)).rejects.toMatchObject({ message: 'osascript did not end within 35 s.' })
    await expect(managed?.start(never)).rejects.toMatchObject({ message: 'open did not end within 35 s.' })
  })

  test('an editor that has one of its files open is not the app', async () => {
    const { find } = await anApp('  900 vim /Applications/Ollama.app/Contents/MacOS/Ollama\n')
    expect(await find(server, never)).toMatchObject({ isRunning: false, pid: null })
  })
})
