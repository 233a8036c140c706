import { useState } from 'react'
import { expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { Picker, PickerItem } from '../src/ui/picker.tsx'

interface ViewProps {
  readonly names: readonly string[] | null
  readonly onSelect: (name: string) => void
}

function View({ names, onSelect }: ViewProps) {
  const [search, setSearch] = useState('')
  const found = names?.filter((name) => name.includes(search)) ?? []
  return (
    <Picker title="Start" search={search} onSearch={setSearch} onClose={() => {}} isComing={!names} empty="None">
      {found.map((name) => (
        <PickerItem key={name} value={name} onSelect={() => onSelect(name)}>
          {name}
        </PickerItem>
      ))}
    </Picker>
  )
}

test('who presses Enter before the options are there gets the first that matches', async () => {
  const onSelect = vi.fn()
  const { rerender } = await render(<View names={null} onSelect={onSelect} />)
  await page.getByRole('combobox').fill('llama')
  await userEvent.keyboard('{Enter}')
  await expect.element(page.getByText('Loading…')).toBeVisible()
  await rerender(<View names={['gemma3:12b', 'llama3.2:3b']} onSelect={onSelect} />)
  expect(onSelect.mock.calls).toEqual([['llama3.2:3b']])
})
