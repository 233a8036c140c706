import type { SettingsProblem } from '@ollama-dashboard/contracts'
import { settingWords, shownFields } from '../../../lib/models/setting-fields.ts'

/** What is wrong with an entry of a file, with the settings called as the page calls them: "Top k must be at least 0." */
export function problemWords({ message, errors = [] }: SettingsProblem): string {
  const told = errors.map(({ path, message }) => `${subjectOf(path)} ${message}`)
  return told.length > 0 ? `${told.join('; ')}.` : message
}

/** `/body/a:1b/stop/0`: behind the entry comes the field. */
function subjectOf(path: string): string {
  const [, , , ...within] = path.split('/')
  const field = shownFields.find((one) => one === within[0])
  return field ? settingWords[field].label : within.join('/') || 'The entry'
}
