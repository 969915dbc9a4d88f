import type { Picture } from './pictures.ts'

const SIGN_IN = { name: 'sign-in', shows: 'Signing in' }

/** A page of Markdown with every picture: light beside dark, and both narrow ones below. */
export function galleryPage(pictures: readonly Picture[]): string {
  const parts = [SIGN_IN, ...pictures].map(({ name, shows }) => {
    const img = (theme: string, width: string, percent: number): string =>
      `<img src="${name}-${theme}-${width}.webp" width="${percent}%" alt="${shows}, ${theme}, ${width}">`
    return [
      `## ${shows}`,
      '',
      `${img('light', 'wide', 49)} ${img('dark', 'wide', 49)}`,
      '',
      `${img('light', 'narrow', 22)} ${img('dark', 'narrow', 22)}`,
      '',
    ].join('\n')
  })
  return [
    '# Every page',
    '',
    'Drawn by `npm run screenshots`, from a server with sample images.',
    '',
    ...parts,
  ].join('\n')
}
