import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { wordsOf } from '../../../../lib/access/operation-words.ts'
import { sharesOf, summaryOf } from '../../../../lib/access/permission-words.ts'
import { isBuiltIn, roleName } from '../../../../lib/access/roles.ts'
import { sessionQuery } from '../../../../lib/queries/server.ts'
import { FieldError } from '../../../../ui/text-field.tsx'
import { roleWords } from '../key-words.ts'
import { type RoleChoice, useRoleChoices } from './use-role-choices.ts'

export interface RoleFieldProps {
  readonly value: string
  /** What follows from the choice. */
  readonly note: string | null
  readonly error: string | undefined
  readonly onChange: (role: string) => void
}

/** What a role is for, in a line. */
const lineOf = ({ name, description, permissions }: RoleChoice): string =>
  isBuiltIn(name) ? roleWords[name] : description || summaryOf(new Set(permissions))

/** What a key may do, with a line on each role. */
export function RoleField({ value, note, error, onChange }: RoleFieldProps) {
  const id = useId()
  const roles = useRoleChoices(value)
  const { data: own = [] } = useQuery({ ...sessionQuery, select: ({ permissions }) => permissions })
  const isHeld = ({ permissions }: RoleChoice) => permissions.every((operation) => own.includes(operation))
  const chosen = roles.find(({ name }) => name === value)
  return (
    <fieldset aria-describedby={`${id}e`}>
      <legend className="mb-1.5 font-medium text-ink-strong">Role</legend>
      <div className="max-h-96 divide-y divide-line overflow-y-auto rounded-control border border-line">
        {roles.map((role) => {
          const { name } = role
          const isLocked = !isHeld(role) && name !== value
          return (
            <label
              key={name}
              htmlFor={`${id}${name}`}
              className="group/role relative grid grid-cols-[1rem_minmax(0,1fr)] gap-x-2.5 px-3 py-2.5 first:rounded-t-control last:rounded-b-control has-checked:bg-accent-soft not-has-disabled:cursor-pointer not-has-checked:not-has-disabled:hover:bg-hover"
            >
              <input
                id={`${id}${name}`}
                type="radio"
                name={id}
                checked={name === value}
                disabled={isLocked}
                aria-describedby={`${id}${name}w`}
                onChange={() => onChange(name)}
                className="mt-0.5 size-4 appearance-none rounded-full border border-line-control bg-field checked:border-[5px] checked:border-accent disabled:opacity-50 forced-colors:appearance-auto"
              />
              <span className="font-medium wrap-anywhere text-ink-strong group-has-disabled/role:text-ink-faint">
                {roleName(name)}
              </span>
              <span id={`${id}${name}w`} aria-hidden className="col-start-2 text-small wrap-anywhere text-ink-muted">
                {isLocked ? 'It may do more than your key, so you cannot give it' : lineOf(role)}
              </span>
            </label>
          )
        })}
      </div>
      {chosen && <WhatItMay role={chosen} />}
      <FieldError id={`${id}e`} message={error} />
      <p aria-live="polite" className="mt-1.5 text-small text-attention-text empty:hidden">
        {note}
      </p>
    </fieldset>
  )
}

/** All that a role may do, for who asks. */
const WhatItMay = ({ role: { name, permissions } }: { readonly role: RoleChoice }) => (
  <details className="group/may mt-1.5 text-small">
    <summary className="touch-target inline-flex cursor-pointer rounded-control text-accent-text underline underline-offset-2 [&::-webkit-details-marker]:hidden">
      What {roleName(name)} may do
    </summary>
    <dl className="mt-1.5 grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-ink-muted">
      {sharesOf(new Set(permissions)).map(({ subject, held, of }) => (
        <div key={subject} className="col-span-full grid grid-cols-subgrid">
          <dt>{subject}</dt>
          <dd className="text-ink">{held.length === of ? 'All' : sentenceOf(held.map(wordsOf))}</dd>
        </div>
      ))}
    </dl>
  </details>
)

/** "See installed models, start and pin models". */
const sentenceOf = ([first = '', ...others]: readonly string[]): string =>
  [first, ...others.map((one) => `${one.slice(0, 1).toLowerCase()}${one.slice(1)}`)].join(', ')
