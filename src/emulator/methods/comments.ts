import { pageNameOf } from "../design-file.ts";
import { createId } from "../ids.ts";
import { type Call, defineMethod, type Method } from "../method.ts";
import { optional, point, strictBoolean, text, textSet, uuid } from "../params.ts";
import type { Profile } from "../people.ts";
import { notFound } from "../rpc-error.ts";
import { type Comment, type CommentThread, requireFile } from "../state.ts";

const CONTENT = text(1, 750);

function toOwner(owner: Profile | undefined): Record<string, unknown> {
  return { ownerFullname: owner?.fullname, ownerEmail: owner?.email };
}

function toComment({ state }: Call, thread: CommentThread, comment: Comment): Record<string, unknown> {
  const { mentions, content, modifiedAt, id, ownerId, createdAt } = comment;
  return {
    mentions,
    ...toOwner(state.profiles.get(ownerId)),
    fileId: thread.fileId,
    content,
    modifiedAt,
    id,
    ownerId,
    threadId: thread.id,
    createdAt,
  };
}

function toThread({ state }: Call, thread: CommentThread): Record<string, unknown> {
  const { participants, comments, ...columns } = thread;
  const { content = "", mentions = [] } = comments[0] ?? {};
  const file = state.files.get(thread.fileId);
  return {
    ...columns,
    mentions,
    participants: [...participants],
    content,
    ...toOwner(state.profiles.get(thread.ownerId)),
    countComments: comments.length,
    countUnreadComments: comments.length,
    teamId: state.team.id,
    projectId: state.project.id,
    fileName: file?.name,
  };
}

function requireThread({ state, profile }: Call, id: string): CommentThread {
  const thread = state.threads.get(id);
  if (!thread) throw notFound();
  requireFile(state, profile, thread.fileId);
  return thread;
}

function requireProfile({ profile }: Call): Profile {
  if (!profile) throw notFound();
  return profile;
}

const createThread = defineMethod({
  name: "create-comment-thread",
  params: { fileId: uuid, pageId: uuid, frameId: uuid, position: point, content: CONTENT, mentions: optional(textSet) },
  run: (call, { fileId, pageId, frameId, position, content, mentions = [] }) => {
    const { state } = call;
    const owner = requireProfile(call);
    const file = requireFile(state, owner, fileId);
    const pageName = pageNameOf(file, pageId);
    if (pageName === undefined) throw notFound();
    const at = state.now();
    const comment: Comment = { id: createId(), ownerId: owner.id, content, mentions, createdAt: at, modifiedAt: at };
    file.commentThreadSeqn += 1;
    const thread: CommentThread = {
      id: createId(),
      fileId,
      pageId,
      pageName,
      frameId,
      ownerId: owner.id,
      position,
      seqn: file.commentThreadSeqn,
      isResolved: false,
      participants: new Set([owner.id]),
      createdAt: at,
      modifiedAt: at,
      comments: [comment],
    };
    state.threads.set(thread.id, thread);
    const { participants, comments, ...columns } = thread;
    const row = { ...columns, participants: [...participants], mentions, ...toOwner(owner), commentId: comment.id };
    return { value: { ...row, ownerPhotoId: null }, announce: { props: { ...row, content } } };
  },
});

const createComment = defineMethod({
  name: "create-comment",
  params: { threadId: uuid, content: CONTENT, mentions: optional(textSet) },
  run: (call, { threadId, content, mentions = [] }) => {
    const owner = requireProfile(call);
    const thread = requireThread(call, threadId);
    const at = call.state.now();
    const comment: Comment = { id: createId(), ownerId: owner.id, content, mentions, createdAt: at, modifiedAt: at };
    thread.comments.push(comment);
    thread.participants.add(owner.id);
    thread.modifiedAt = at;
    const row = toComment(call, thread, comment);
    return { value: { ...row, ownerPhotoId: null }, announce: { props: row } };
  },
});

const getThreads = defineMethod({
  name: "get-comment-threads",
  params: { fileId: uuid },
  run: (call, { fileId }) => {
    requireFile(call.state, call.profile, fileId);
    const threads = [...call.state.threads.values()].filter((thread) => thread.fileId === fileId);
    return { value: threads.map((thread) => toThread(call, thread)) };
  },
});

const getThread = defineMethod({
  name: "get-comment-thread",
  params: { fileId: uuid, id: uuid },
  run: (call, { fileId, id }) => {
    const thread = requireThread(call, id);
    if (thread.fileId !== fileId) throw notFound();
    return { value: toThread(call, thread) };
  },
});

const getComments = defineMethod({
  name: "get-comments",
  params: { threadId: uuid },
  run: (call, { threadId }) => {
    const thread = requireThread(call, threadId);
    return { value: thread.comments.map((comment) => toComment(call, thread, comment)) };
  },
});

const updateThread = defineMethod({
  name: "update-comment-thread",
  params: { id: uuid, isResolved: strictBoolean },
  run: (call, { id, isResolved }) => {
    requireThread(call, id).isResolved = isResolved;
    return {};
  },
});

export const commentMethods: readonly Method[] = [createThread, createComment, getThreads, getThread, getComments, updateThread];
