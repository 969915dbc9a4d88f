import { isAdmin, systemContext } from '#lib/domain/context.ts'

export default function HomePage() {
  return <h1 className="text-xl">Vitrine {isAdmin(systemContext('page')) ? 'works' : ''}</h1>
}
