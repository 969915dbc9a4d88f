import type { NextRequest } from 'next/server'
import NextAuth from 'next-auth'
import { createAuthOptions } from '#lib/identity/auth-options.ts'
import { isSecureRequest } from '#lib/identity/client-address.ts'
import { getRuntime } from '#lib/runtime.ts'

async function answer(
  request: NextRequest,
  context: { params: Promise<{ nextauth: string[] }> },
): Promise<Response> {
  const runtime = await getRuntime()
  const isSecure = isSecureRequest(request.headers, runtime.config.VITRINE_PUBLIC_URL)
  return NextAuth(request, context, createAuthOptions(runtime, isSecure))
}

export { answer as GET, answer as POST }
