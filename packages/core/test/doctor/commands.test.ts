import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { quoted, setVariableCommand, updateCommand } from '../../src/doctor/commands.ts'
import { isPublic, ownAddresses } from '../../src/doctor/own-addresses.ts'
import { readServerVariables } from '../../src/doctor/server-variables.ts'

const { signal } = new AbortController()
const user = 'systemctl --user restart ollama'

test.each([
  [
    'systemd',
    'sudo systemctl restart ollama',
    `sudo mkdir -p /etc/systemd/system/ollama.service.d && printf '[Service]\\nEnvironment="OLLAMA_HOST=127.0.0.1"\\n' | sudo tee /etc/systemd/system/ollama.service.d/ollama-host.conf && sudo systemctl daemon-reload && sudo systemctl restart ollama`,
  ],
  [
    'systemd',
    user,
    `mkdir -p ~/.config/systemd/user/ollama.service.d && printf '[Service]\\nEnvironment="OLLAMA_HOST=127.0.0.1"\\n' | tee ~/.config/systemd/user/ollama.service.d/ollama-host.conf && systemctl --user daemon-reload && systemctl --user restart ollama`,
  ],
  ['brew', '', 'launchctl setenv OLLAMA_HOST 127.0.0.1 && brew services restart ollama'],
  ['launchd', '', `launchctl setenv OLLAMA_HOST 127.0.0.1 && osascript -e 'quit app "Ollama"' && open -a Ollama`],
  [
    'windows_service',
    '',
    "[Environment]::SetEnvironmentVariable('OLLAMA_HOST', '127.0.0.1', 'Machine'); Restart-Service ollama",
  ],
  ['process', '', 'OLLAMA_HOST=127.0.0.1 ollama serve'],
  ['docker', '', null],
  ['none', '', null],
] as const)('%s: a variable is set by a command of its own', (manager, command, expected) => {
  expect(setVariableCommand({ manager, command }, 'OLLAMA_HOST', '127.0.0.1')).toBe(expected)
})

test('the command for systemd writes a drop-in that systemd can read', () => {
  const command = setVariableCommand({ manager: 'systemd', command: user }, 'OLLAMA_ORIGINS', null) ?? ''
  const print = command.split(' && ')[1]?.split(' | ')[0] ?? ''
  expect(execFileSync('sh', ['-c', print], { encoding: 'utf8' })).toBe('[Service]\nUnsetEnvironment=OLLAMA_ORIGINS\n')
})

test('a path is one word for the shell', () => {
  for (const path of ['/a/b', "/it's mine", '/$HOME `x`'])
    expect(execFileSync('sh', ['-c', `printf %s ${quoted(path)}`], { encoding: 'utf8' })).toBe(path)
})

test('a container has to be made anew after its image is newer', () => {
  expect(updateCommand({ manager: 'docker', command: '' })).toBe('docker pull ollama/ollama')
})

const unit = 'systemctl show ollama.service --property=Environment'

test.each([
  ['of its process', { '/proc/42/environ': 'HOME=/root\0OLLAMA_HOST="0.0.0.0" \0API_KEY=secret\0' }, {}, '0.0.0.0'],
  ['of its unit', {}, { [unit]: 'Environment=PATH=/bin "OLLAMA_HOST=0.0.0.0" "X=a b"\n' }, '0.0.0.0'],
  ['of a unit without it', {}, { [unit]: 'Environment=\n' }, null],
] as const)('the environment %s is read', async (_, files, programs, host) => {
  const variables = await readServerVariables(
    {
      platform: 'linux',
      readText: async (path) => (files as Record<string, string>)[path] ?? null,
      run: async (program, args) => {
        const stdout = (programs as Record<string, string>)[[program, ...args].join(' ')] ?? ''
        return { outcome: 'exited', exitCode: stdout === '' ? 1 : 0, stdout, stderr: '' }
      },
    },
    { manager: 'systemd', pid: 42, isUser: false },
    signal,
  )
  expect(variables?.get('OLLAMA_HOST') ?? null).toBe(host)
})

test('own addresses are those that others on a network can use', () => {
  const address = (address: string, internal = false) => ({ address, internal }) as never
  const interfaces = {
    lo: [address('127.0.0.1', true)],
    eth0: [address('fe80::1'), address('fd00::5'), address('10.0.0.7')],
  }
  expect(ownAddresses(interfaces)).toEqual(['10.0.0.7', 'fd00::5'])
  expect(['10.0.0.7', '100.101.1.1', 'fd00::5', '172.20.0.1'].some(isPublic)).toBe(false)
  expect(['8.8.8.8', '172.32.0.1', '2001:db8::1'].every(isPublic)).toBe(true)
})
