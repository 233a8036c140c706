import { limits } from '@ollama-dashboard/contracts/limits'

/** What Ollama reads. */
export const imageTypes = ['image/png', 'image/jpeg', 'image/webp'] as const

export const bytesOf = (base64: string): number => Math.floor((base64.length * 3) / 4)

const beginnings: readonly (readonly [string, string])[] = [
  ['iVBOR', 'image/png'],
  ['/9j/', 'image/jpeg'],
  ['UklGR', 'image/webp'],
  ['R0lGOD', 'image/gif'],
]

/** For a page to show it: images travel in base64 alone, and what they are stands in their first bytes. */
export function dataUrlOf(base64: string): string {
  const type = beginnings.find(([beginning]) => base64.startsWith(beginning))?.[1] ?? 'image/png'
  return `data:${type};base64,${base64}`
}

export interface Taken {
  readonly images: readonly string[]
  /** Why some were left out; null where none was. */
  readonly problem: string | null
}

const tooMany = `Max ${limits.images} images per message.`
const tooLarge = `Max ${limits.imageBytes / 1e6} MB of images per message.`

const toldOf = (problems: Iterable<string>): string | null => [...new Set(problems)].join(' ') || null

/** What can be sent of files that were chosen. It takes its time: what is there already may have changed meanwhile. */
export async function readImages(files: readonly File[]): Promise<Taken> {
  const images: string[] = []
  const problems: string[] = []
  for (const file of files) {
    if (!imageTypes.some((type) => type === file.type)) problems.push('Only PNG, JPEG and WebP images are supported.')
    else if (images.length >= limits.images) problems.push(tooMany)
    else if (file.size > limits.imageBytes) problems.push(tooLarge)
    else {
      await base64Of(file).then(
        (image) => images.push(image),
        () => problems.push(`${file.name} could not be read.`),
      )
    }
  }
  return { images, problem: toldOf(problems) }
}

/** Adds images to those that are there, as far as they may be sent together. */
export function addImages(present: readonly string[], read: Taken): Taken {
  const images = [...present]
  const problems = read.problem === null ? [] : [read.problem]
  let bytes = present.reduce((sum, image) => sum + bytesOf(image), 0)
  for (const image of read.images) {
    if (images.length >= limits.images) problems.push(tooMany)
    else if (bytes + bytesOf(image) > limits.imageBytes) problems.push(tooLarge)
    else {
      images.push(image)
      bytes += bytesOf(image)
    }
  }
  return { images, problem: toldOf(problems) }
}

function base64Of(file: File): Promise<string> {
  return new Promise((done, failed) => {
    const reader = new FileReader()
    reader.onload = () => done(String(reader.result).replace(/^data:[^,]*,/, ''))
    reader.onerror = () => failed(reader.error)
    reader.readAsDataURL(file)
  })
}

/** Whether it is a picture for whoever chose it, also where Ollama does not read it. SVG is text. */
export const isImage = ({ type }: File): boolean => type.startsWith('image/') && !type.startsWith('image/svg')

/** What was pasted or dropped. */
export const filesOf = (data: DataTransfer | null): File[] => [...(data?.files ?? [])]
