import type { ChildProcess } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { describe, expect, test } from 'vitest'
import { windowsApp } from '../src/service/managers/windows-app.ts'
import { windowsService } from '../src/service/managers/windows-service.ts'
import { recordedPrograms, type Said } from './recorded-programs.ts'

const never = new AbortController().signal
const server = { url: new URL('http://127.0.0.1:11434') }
const environment = { LOCALAPPDATA: 'C:\\Users\\ann\\AppData\\Local' }

describe('a service of Windows', () => {
  /** As `sc.exe queryex` prints it; the words are in the language of Windows. */
  const queried = (state: string, pid: number) =>
    `\r\nSERVICE_NAME: ollama \r\n        TYPE               : 10  WIN32_OWN_PROCESS  \r\n        STATE              : ${state} \r\n        PID                : ${pid}\r\n        FLAGS              : \r\n`
  const said = (answers: readonly string[], act: Said = '') => {
    const left = [...answers]
    return recordedPrograms((call) => (call.includes(' queryex ') ? (left.shift() ?? '') : act), {
      platform: 'win32',
      environment,
    })
  }

  test('it is stopped only once its state says so, and then started', async () => {
    const { host, calls } = said([
      queried('4  RUNNING', 812),
      queried('3  WIRD BEENDET', 812),
      queried('1  BEENDET', 0),
    ])
    const managed = await windowsService(host)(server, never)
    expect(managed).toMatchObject({
      manager: 'windows_service',
      isRunning: true,
      pid: 812,
      log: { kind: 'file', name: 'C:\\Users\\ann\\AppData\\Local\\Ollama\\server.log' },
    })
    await managed?.stop(never)
    await managed?.start(never)
    expect(calls).toEqual([
      'sc.exe queryex ollama',
      'sc.exe stop ollama',
      'sc.exe queryex ollama',
      'sc.exe queryex ollama',
      'sc.exe start ollama',
    ])
  })

  test('without it nothing is found, and a user without rights is told the command', async () => {
    const none = recordedPrograms(() => ({
      exitCode: 1060,
      stdout: '[SC] EnumQueryServicesStatus:OpenService FAILED 1060:',
    }))
    expect(await windowsService(none.host)(server, never)).toBeNull()
    const { host } = said([queried('1  STOPPED', 0)], {
      exitCode: 5,
      stdout: '[SC] StartService: OpenService FAILED 5:\r\n\r\nZugriff verweigert\r\n',
    })
    const managed = await windowsService(host)(server, never)
    expect(managed).toMatchObject({ isRunning: false, pid: null, commands: { start: 'Start-Service ollama' } })
    await expect(managed?.start(never)).rejects.toMatchObject({ name: 'NotPermitted' })
  })
})

describe('the app in the tray', () => {
  const program = 'C:\\Users\\ann\\AppData\\Local\\Programs\\Ollama\\ollama app.exe'
  const anApp = (list: string) => {
    const spawned: string[] = []
    const programs = recordedPrograms((call) => (call.startsWith('tasklist') ? list : ''), {
      platform: 'win32',
      environment,
      isExecutable: async (path) => path === program,
      spawn: ({ program: file, args }) => {
        spawned.push([file, ...args].join(' '))
        return Object.assign(new EventEmitter(), { pid: 900, unref: () => {} }) as unknown as ChildProcess
      },
    })
    return { ...programs, spawned, find: windowsApp(programs.host) }
  }

  test('it is ended by its number with its server, and started as a person would', async () => {
    const { find, calls, spawned } = anApp('"ollama app.exe","812","Console","1","24,112 K"\r\n')
    const managed = await find(server, never)
    expect(managed).toMatchObject({ isRunning: true, pid: 812, evidence: 'The Ollama app in the tray runs it.' })
    await managed?.stop(never)
    await managed?.start(never)
    expect(calls).toEqual(['tasklist.exe /FI IMAGENAME eq ollama app.exe /FO CSV /NH', 'taskkill.exe /PID 812 /T /F'])
    expect(spawned).toEqual([program])
  })

  test('where it does not run it can be started', async () => {
    const { find, calls } = anApp('INFO: No tasks are running which match the specified criteria.\r\n')
    const managed = await find(server, never)
    expect(managed).toMatchObject({ isRunning: false, pid: null })
    await managed?.stop(never)
    expect(calls).toHaveLength(1)
  })
})
