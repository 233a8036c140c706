import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { ownColour } from '../src/lib/models/identity-colours.ts'
import { tellApart } from '../src/lib/models/model-identity.ts'
import { IdentityMark } from '../src/parts/model-name.tsx'

const younger = 'nomic-embed-text:latest'
const older = Array.from({ length: 400 }, (_, index) => `m${index}:1b`).find(
  (name) => ownColour(name) === ownColour(younger),
)

test('which model is drawn first does not matter: once all are known, the older one has its colour', async () => {
  await render(
    <div role="group" aria-label="Marks">
      <IdentityMark name={younger} />
      <IdentityMark name={older ?? ''} />
    </div>,
  )
  const colours = () =>
    [...page.getByLabelText('Marks').element().querySelectorAll('span')].map((mark) => mark.style.background)
  const [own] = colours()
  tellApart([
    { name: younger, modified_at: '2026-02-01T00:00:00Z' },
    { name: older ?? '', modified_at: '2026-01-01T00:00:00Z' },
  ])
  await expect.poll(() => colours()[0]).not.toBe(own)
  expect(colours()[1]).toBe(own)
})
