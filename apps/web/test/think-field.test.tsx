import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { ThinkField } from '../src/features/chat/parameters/parameter-fields.tsx'

const offered = async (think_values: ('low' | 'high' | boolean)[] | null) => {
  await render(
    <ThinkField model={{ think_values }} value={undefined} inForce={null} problem={null} onChange={() => {}} />,
  )
  return page
    .getByRole('option')
    .elements()
    .map(({ textContent }) => textContent)
}

test('of a model that thinks whatever it is told, Off is not offered, and the field says why', async () => {
  expect(await offered(['low', 'high'])).toEqual(['Model default', 'Low', 'High'])
  await expect.element(page.getByText('This model always thinks; Off has no effect.')).toBeVisible()
})

test('one that thinks or does not has nothing to say', async () => {
  expect(await offered([true, false])).toEqual(['Model default', 'On', 'Off'])
  await expect.element(page.getByText('This model always thinks')).not.toBeInTheDocument()
})
