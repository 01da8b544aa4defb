import { msg } from '@lingui/core/macro';
import type { MessageDescriptor } from '@lingui/core';
import {
  IconBook2,
  IconBriefcase,
  IconBuilding,
  IconChartBar,
  IconChecks,
  IconDatabase,
  IconFolders,
  IconHistory,
  IconKey,
  IconLayoutDashboard,
  IconLoader,
  IconMedal,
  IconMailPlus,
  IconMessageQuestion,
  IconPhoto,
  IconSchema,
  IconStack2,
  IconTag,
  IconTransform,
  IconUser,
  IconUsers,
  type Icon,
} from '@tabler/icons-react';
import { hasAnyRole, PROJECT_ROLES, type ProjectRole } from '@/lib/roles';

export interface NavEntry {
  key: string;
  /** Below the project or the root. */
  path: string;
  title: MessageDescriptor;
  icon: Icon;
  roles: readonly ProjectRole[];
  shortcut?: string;
}

/**
 * The side bar of a project as data, in sections. Who holds none of an entry's roles neither sees it nor finds
 * it in the palette; the server decides what they may read, this only keeps the bar quiet.
 */
export const PROJECT_NAVIGATION: readonly (readonly NavEntry[])[] = [
  [
    {
      key: 'overview',
      path: 'overview',
      title: msg`Overview`,
      icon: IconLayoutDashboard,
      roles: ['administrator', 'curator', 'quality_manager', 'vendor_lead'],
      shortcut: 'g o',
    },
    {
      key: 'label',
      path: 'label',
      title: msg({ message: 'Label', context: 'verb: go and label items' }),
      icon: IconTag,
      roles: ['annotator'],
      shortcut: 'g l',
    },
    {
      key: 'work',
      path: 'work',
      title: msg`My work`,
      icon: IconBriefcase,
      roles: ['annotator'],
      shortcut: 'g w',
    },
    {
      key: 'review',
      path: 'review',
      title: msg`Review`,
      icon: IconChecks,
      roles: ['reviewer'],
      shortcut: 'g r',
    },
    {
      key: 'relabel',
      path: 'relabel',
      title: msg`Relabel`,
      icon: IconTransform,
      roles: ['administrator', 'curator', 'reviewer', 'annotator'],
      shortcut: 'g a',
    },
  ],
  [
    {
      key: 'items',
      path: 'items',
      title: msg`Items`,
      icon: IconPhoto,
      roles: ['administrator', 'curator', 'quality_manager'],
      shortcut: 'g i',
    },
    {
      key: 'schema',
      path: 'schema',
      title: msg`Schema`,
      icon: IconSchema,
      roles: ['administrator', 'curator', 'quality_manager', 'modeler'],
      shortcut: 'g s',
    },
    {
      key: 'guideline',
      path: 'guideline',
      title: msg`Guideline`,
      icon: IconBook2,
      roles: PROJECT_ROLES,
      shortcut: 'g g',
    },
    {
      key: 'questions',
      path: 'questions',
      title: msg`Questions`,
      icon: IconMessageQuestion,
      roles: [
        'administrator',
        'curator',
        'quality_manager',
        'reviewer',
        'annotator',
        'vendor_lead',
      ],
      shortcut: 'g q',
    },
    {
      key: 'batches',
      path: 'batches',
      title: msg`Batches`,
      icon: IconStack2,
      roles: ['administrator', 'curator', 'quality_manager'],
      shortcut: 'g b',
    },
    {
      key: 'gold',
      path: 'gold',
      title: msg`Gold`,
      icon: IconMedal,
      roles: ['administrator', 'curator', 'quality_manager'],
      shortcut: 'g k',
    },
    {
      key: 'datasets',
      path: 'datasets',
      title: msg`Datasets`,
      icon: IconDatabase,
      roles: ['administrator', 'curator', 'modeler', 'quality_manager'],
      shortcut: 'g d',
    },
    {
      key: 'models',
      path: 'models',
      title: msg`Models`,
      icon: IconChartBar,
      roles: ['administrator', 'curator', 'modeler', 'quality_manager'],
      shortcut: 'g e',
    },
  ],
  [
    {
      key: 'jobs',
      path: 'jobs',
      title: msg`Jobs`,
      icon: IconLoader,
      roles: ['administrator', 'curator', 'quality_manager'],
      shortcut: 'g j',
    },
    {
      key: 'members',
      path: 'members',
      title: msg`Members`,
      icon: IconUsers,
      roles: ['administrator', 'curator', 'quality_manager', 'vendor_lead'],
      shortcut: 'g m',
    },
    {
      key: 'audit',
      path: 'audit',
      title: msg`Audit`,
      icon: IconHistory,
      roles: ['administrator', 'curator', 'quality_manager'],
      shortcut: 'g a',
    },
  ],
];

interface RootEntry extends Omit<NavEntry, 'roles'> {
  /** Roles in the organisation; without them everybody. */
  organisationRoles?: readonly string[];
}

/** The side bar outside projects. */
export const ROOT_NAVIGATION: readonly (readonly RootEntry[])[] = [
  [
    {
      key: 'projects',
      path: '/projects',
      title: msg`Projects`,
      icon: IconFolders,
      shortcut: 'g p',
    },
  ],
  [
    {
      key: 'members',
      path: '/organisation/members',
      title: msg`Members`,
      icon: IconUsers,
      organisationRoles: ['owner', 'admin'],
    },
    {
      key: 'invitations',
      path: '/organisation/invitations',
      title: msg`Invitations`,
      icon: IconMailPlus,
      organisationRoles: ['owner', 'admin'],
    },
    {
      key: 'vendors',
      path: '/organisation/vendors',
      title: msg`Vendors`,
      icon: IconBuilding,
      organisationRoles: ['owner', 'admin'],
    },
    {
      key: 'tokens',
      path: '/organisation/tokens',
      title: msg`Tokens`,
      icon: IconKey,
      organisationRoles: ['owner', 'admin'],
    },
    {
      key: 'audit',
      path: '/organisation/audit',
      title: msg`Audit`,
      icon: IconHistory,
      organisationRoles: ['owner', 'admin'],
    },
  ],
  [{ key: 'account', path: '/account', title: msg`Account`, icon: IconUser }],
];

/** The sections of a project's side bar that these roles may use; empty sections are gone. */
export function projectNavigation(roles: readonly string[]): NavEntry[][] {
  return PROJECT_NAVIGATION.map((section) =>
    section.filter((entry) => hasAnyRole(roles, entry.roles)),
  ).filter((section) => section.length > 0);
}

export function rootNavigation(organisationRoles: readonly string[]): RootEntry[][] {
  return ROOT_NAVIGATION.map((section) =>
    section.filter(
      (entry) =>
        !entry.organisationRoles ||
        entry.organisationRoles.some((role) => organisationRoles.includes(role)),
    ),
  ).filter((section) => section.length > 0);
}

/** Whether the side bar shows these roles a page. */
export function mayOpen(roles: readonly string[], path: string): boolean {
  return projectNavigation(roles).some((section) => section.some((entry) => entry.path === path));
}

/** The first of these that somebody may open is where a project opens for them. */
const HOMES = ['overview', 'work', 'review', 'datasets'];

/** Where a project opens for these roles. */
export function projectHome(roles: readonly string[]): string {
  return HOMES.find((path) => mayOpen(roles, path)) ?? 'guideline';
}
