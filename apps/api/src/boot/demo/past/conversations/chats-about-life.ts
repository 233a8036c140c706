import type { DemoChat } from './conversations-past.ts'

const releaseNotes = `## Version 2.4

**Neu**

- Suche über alle Projekte, auch in archivierten
- Dunkles Design folgt der Einstellung des Systems

**Behoben**

- Der Export bricht bei Umlauten im Dateinamen nicht mehr ab
- Erinnerungen kommen nach der Zeitumstellung wieder pünktlich

> „Archivierte“ bezieht sich hier auf Projekte. Falls einzelne Aufgaben gemeint sind, müsste es „auch in erledigten“ heißen.`

const clubNames = `Ten that fit on a jersey:

1. Catch & Feather
2. Still Water
3. The Early Eight
4. Coxless Wonders
5. Bow Side Story
6. Riverbend
7. Oarsome Foursome
8. Slack Tide
9. First Light Rowing
10. Blade Runners`

const sourdough = `At 70 % hydration for one loaf of about 900 g:

| Ingredient | Amount | Of the flour |
| --- | --- | --- |
| Bread flour | 450 g | 90 % |
| Wholemeal rye | 50 g | 10 % |
| Water | 350 g | 70 % |
| Salt | 10 g | 2 % |
| Starter (1:1) | 100 g | 20 % |

The starter brings 50 g of flour and 50 g of water of its own, so the dough really is at **72.7 %**. For exactly 70 % take 335 g of water.`

const flatTax = `In short: each of you reports the share of the rent that you receive, and deducts the same share of the costs.

- **Income**: the rent of the sublet room, without the part that you pass on to the landlord.
- **Costs**: interest, insurance and repairs, by floor area.
- **Shared rooms** count by head, not by area.

Keep the contract and the transfers of one year together. Rules differ between countries, so`

/** What somebody asked after work. */
export const chatsAboutLife: readonly DemoChat[] = [
  {
    id: 'demo-release-notes',
    title: 'Translate the release notes to German',
    model: 'gemma3:12b',
    sitting: 0,
    exchanges: [
      {
        question:
          'Translate the release notes to German, friendly but not chatty:\n\n- Search across all projects, including archived\n- Dark theme follows the system\n- Fixed: export stopped at umlauts in file names\n- Fixed: reminders were late after the clock change',
        reply: releaseNotes,
      },
    ],
  },
  {
    id: 'demo-rowing-club',
    title: 'Names for a rowing club',
    model: 'llama3.2:3b',
    sitting: 2,
    exchanges: [
      { question: 'Ten names for a small rowing club? A bit of humour is fine.', reply: clubNames },
      {
        question: 'Which of these would a child understand?',
        reply:
          '**Still Water**, **The Early Eight** and **First Light Rowing**. The others need the words of the sport.',
      },
    ],
  },
  {
    id: 'demo-sourdough',
    title: 'Sourdough at 70 % hydration',
    model: 'llama3.1:8b',
    sitting: 0,
    exchanges: [
      { question: 'Recipe in grams for one sourdough loaf at 70 % hydration, with some rye?', reply: sourdough },
    ],
  },
  {
    id: 'demo-shared-flat',
    title: 'Tax question about a shared flat',
    model: 'llama3.1:8b',
    sitting: 1,
    exchanges: [
      {
        question: 'We share a flat and sublet one room. Who reports what to the tax office?',
        reply: flatTax,
        stopped: true,
      },
    ],
  },
]
