import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Disturbance } from './alive.ts'
import { saveSettings, told } from './save-settings.ts'

/** A backup, or a person with a tool, keeps the database to itself for 30 s. */
export function lockedDatabase(): Disturbance {
  let saved = ''
  return {
    name: 'another process locks the database for 30 s',
    seconds: 30,
    prepare: async () => ({}),
    async disturb({ dashboard, dataDir, signal }) {
      const program = `
        const { DatabaseSync } = require('node:sqlite')
        const database = new DatabaseSync(process.argv[1], { timeout: 10_000 })
        database.exec('BEGIN EXCLUSIVE')
        setInterval(() => {}, 1000)`
      const holder = spawn(process.execPath, ['-e', program, join(dataDir, 'dashboard.db')], { stdio: 'inherit' })
      try {
        saved = told(await saveSettings(dashboard.url, 1000, signal))
      } finally {
        const ended = once(holder, 'exit')
        holder.kill('SIGKILL')
        await ended
      }
    },
    note: () => `saves: ${saved}`,
  }
}
