import { useState } from 'react'
import { actionFilterWords, actionGroups } from '../../../lib/access/action-words.ts'
import { Picker, PickerGroup, PickerItem } from '../../../ui/picker.tsx'

export interface WhatPickerProps {
  readonly onClose: () => void
  readonly onPick: (what: string) => void
}

/** What was done: one operation, or all of a group. */
export function WhatPicker({ onClose, onPick }: WhatPickerProps) {
  const [search, setSearch] = useState('')
  const wanted = search.trim().toLowerCase()
  return (
    <Picker title="What" search={search} onSearch={setSearch} onClose={onClose} empty="Nothing is called that">
      {Object.entries(actionGroups).map(([group, { heading, names }]) => {
        const isWhole = heading.toLowerCase().includes(wanted)
        const found = Object.entries(names).filter(([, words]) => isWhole || words.toLowerCase().includes(wanted))
        if (found.length === 0) return null
        return (
          <PickerGroup key={group} heading={heading}>
            {isWhole && found.length > 1 && (
              <PickerItem value={`${group}.*`} onSelect={() => onPick(`${group}.*`)}>
                {actionFilterWords(`${group}.*`)}
              </PickerItem>
            )}
            {found.map(([name, words]) => (
              <PickerItem key={name} value={`${group}.${name}`} onSelect={() => onPick(`${group}.${name}`)}>
                {words}
              </PickerItem>
            ))}
          </PickerGroup>
        )
      })}
    </Picker>
  )
}
