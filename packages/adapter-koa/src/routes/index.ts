import type { Endpoint } from '../endpoint.js';
import type { HttpServices } from '../http-services.js';
import type { HttpOptions } from '../options.js';
import type { SessionCookie } from '../session-cookie.js';
import { blacklistEndpoints } from './blacklist/routes.js';
import { friendshipEndpoints } from './friendship/routes.js';
import { membershipEndpoints } from './group/membership-routes.js';
import { groupEndpoints } from './group/routes.js';
import { passwordEndpoints } from './identity/password-routes.js';
import { identityEndpoints } from './identity/routes.js';
import { messageEndpoints } from './misc/message-routes.js';
import { miscEndpoints } from './misc/routes.js';
import { openApiEndpoint } from './openapi/routes.js';
import { syncEndpoints } from './sync/routes.js';
import { userEndpoints } from './user/routes.js';

export interface RouteOptions extends Pick<HttpOptions, 'clientReleases' | 'demoSquare' | 'patience'> {
  readonly sessionCookie: SessionCookie;
  readonly cookieName: string;
}

/** Every route. Paths without parameters come first, so that `/user/batch` is nobody's id. */
export function allEndpoints(services: HttpServices, options: RouteOptions): readonly Endpoint[] {
  const described = [
    ...identityEndpoints(services, options),
    ...passwordEndpoints(services),
    ...userEndpoints(services),
    ...syncEndpoints(services, options),
    ...friendshipEndpoints(services),
    ...blacklistEndpoints(services),
    ...membershipEndpoints(services),
    ...groupEndpoints(services),
    ...messageEndpoints(services),
    ...miscEndpoints(services, options),
  ];
  return [...described, openApiEndpoint(described, options)].toSorted(
    (a, b) => parameters(a) - parameters(b),
  );
}

const parameters = ({ path }: Endpoint): number => path.split(':').length;
