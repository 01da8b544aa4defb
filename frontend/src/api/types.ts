import type { components } from './schema';

type Schemas = components['schemas'];

export type Assignment = Schemas['AssignmentOut'];
export type HandedOut = Schemas['AssignmentsOut'];
export type WorkItem = Schemas['WorkItemOut'];
export type Submitted = Schemas['SubmittedOut'];
export type ToReview = Schemas['ToReviewOut'];
export type AnnotationDetail = Schemas['AnnotationOut'];
export type AnnotationRow = Schemas['AnnotationRowOut'];
export type Revision = Schemas['RevisionOut'];
export type MyWork = Schemas['WorkOut'];
export type OpenBatch = Schemas['OpenBatchOut'];
export type Feedback = Schemas['FeedbackOut'];
export type TrainingStanding = Schemas['StandingOut'];
