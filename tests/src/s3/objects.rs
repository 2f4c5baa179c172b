//! [`Objects`]: buckets in memory behind S3's calls. An object appears whole, and only if its length, its
//! MD5 and its checksum are right.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::SystemTime;

use async_trait::async_trait;
use base64::prelude::{BASE64_STANDARD, Engine};
use bytes::Bytes;
use http_body_util::BodyExt;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use s3s::checksum::ChecksumHasher;
use s3s::crypto::{Checksum, Crc32, Crc32c, Crc64Nvme, Md5, Sha1, Sha256};
use s3s::dto::*;
use s3s::{Body, S3, S3Request, S3Response, S3Result, s3_error};

type Answer<T> = S3Result<S3Response<T>>;

/// What an answer with `encoding-type=url` leaves as it is.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~')
    .remove(b'/');

#[derive(Clone, Debug)]
struct Stored {
    bytes: Bytes,
    tag: ETag,
    modified: Timestamp,
}

type Bucket = BTreeMap<String, Stored>;

/// All buckets of a server; clones share them.
#[derive(Clone, Debug, Default)]
pub(super) struct Objects(Arc<Mutex<BTreeMap<String, Bucket>>>);

impl Objects {
    pub(super) fn new(bucket: &str) -> Self {
        let objects = Self::default();
        objects.buckets().insert(bucket.into(), Bucket::new());
        objects
    }

    /// What is in a bucket.
    pub(super) fn of(&self, bucket: &str) -> BTreeMap<String, Bytes> {
        let buckets = self.buckets();
        let objects = buckets.get(bucket).into_iter().flatten();
        objects
            .map(|(name, object)| (name.clone(), object.bytes.clone()))
            .collect()
    }

    fn buckets(&self) -> MutexGuard<'_, BTreeMap<String, Bucket>> {
        self.0.lock().expect("no call panics")
    }

    /// Does something in a bucket that must exist.
    fn within<T>(&self, name: &str, act: impl FnOnce(&mut Bucket) -> S3Result<T>) -> S3Result<T> {
        match self.buckets().get_mut(name) {
            Some(bucket) => act(bucket),
            None => Err(s3_error!(NoSuchBucket)),
        }
    }

    fn object(&self, bucket: &str, name: &str) -> S3Result<Stored> {
        self.within(bucket, |bucket| {
            bucket
                .get(name)
                .cloned()
                .ok_or_else(|| s3_error!(NoSuchKey))
        })
    }
}

/// The body, whole and unharmed, or why it is not.
async fn receive(put: &mut PutObjectInput) -> S3Result<Bytes> {
    let body = Body::from(put.body.take().unwrap_or_else(|| Body::empty().into()));
    let Ok(bytes) = body.collect().await else {
        return Err(s3_error!(IncompleteBody));
    };
    let bytes = bytes.to_bytes();
    match put.content_length {
        None => return Err(s3_error!(MissingContentLength)),
        Some(length) if length != bytes.len() as i64 => return Err(s3_error!(IncompleteBody)),
        Some(_) => {}
    }
    if let Some(md5) = &put.content_md5 {
        match BASE64_STANDARD.decode(md5) {
            Ok(md5) if md5.len() == 16 => {
                if md5 != Md5::checksum(&bytes) {
                    return Err(s3_error!(BadDigest, "Content-MD5 is not the body's"));
                }
            }
            _ => return Err(s3_error!(InvalidDigest)),
        }
    }
    let mut hasher = ChecksumHasher {
        crc32: put.checksum_crc32.as_ref().map(|_| Crc32::new()),
        crc32c: put.checksum_crc32c.as_ref().map(|_| Crc32c::new()),
        sha1: put.checksum_sha1.as_ref().map(|_| Sha1::new()),
        sha256: put.checksum_sha256.as_ref().map(|_| Sha256::new()),
        crc64nvme: put.checksum_crc64nvme.as_ref().map(|_| Crc64Nvme::new()),
    };
    hasher.update(&bytes);
    let found = hasher.finalize();
    if found.checksum_crc32 != put.checksum_crc32
        || found.checksum_crc32c != put.checksum_crc32c
        || found.checksum_sha1 != put.checksum_sha1
        || found.checksum_sha256 != put.checksum_sha256
        || found.checksum_crc64nvme != put.checksum_crc64nvme
    {
        return Err(s3_error!(BadDigest, "the checksum is not the body's"));
    }
    Ok(bytes)
}

fn tag(bytes: &[u8]) -> ETag {
    let md5 = Md5::checksum(bytes);
    ETag::Strong(md5.iter().map(|byte| format!("{byte:02x}")).collect())
}

#[async_trait]
impl S3 for Objects {
    async fn put_object(&self, request: S3Request<PutObjectInput>) -> Answer<PutObjectOutput> {
        let mut put = request.input;
        let create = put.if_none_match.is_some();
        if put.if_match.is_some() || put.if_none_match.as_ref().is_some_and(|tag| !tag.is_any()) {
            return Err(s3_error!(
                NotImplemented,
                "no condition but If-None-Match: *"
            ));
        }
        self.within(&put.bucket, |_| Ok(()))?;
        let bytes = receive(&mut put).await?;
        let tag = tag(&bytes);
        let stored = Stored {
            bytes,
            tag: tag.clone(),
            modified: SystemTime::now().into(),
        };
        self.within(&put.bucket, |bucket| {
            if create && bucket.contains_key(&put.key) {
                return Err(s3_error!(PreconditionFailed));
            }
            bucket.insert(put.key, stored);
            Ok(())
        })?;
        Ok(S3Response::new(PutObjectOutput {
            e_tag: Some(tag),
            ..Default::default()
        }))
    }

    async fn head_object(&self, request: S3Request<HeadObjectInput>) -> Answer<HeadObjectOutput> {
        let object = self.object(&request.input.bucket, &request.input.key)?;
        Ok(S3Response::new(HeadObjectOutput {
            content_length: Some(object.bytes.len() as i64),
            e_tag: Some(object.tag),
            last_modified: Some(object.modified),
            ..Default::default()
        }))
    }

    async fn get_object(&self, request: S3Request<GetObjectInput>) -> Answer<GetObjectOutput> {
        let object = self.object(&request.input.bucket, &request.input.key)?;
        let length = object.bytes.len();
        let mut bytes = object.bytes;
        let mut content_range = None;
        if let Some(range) = request.input.range {
            let range = range.check(length as u64)?;
            content_range = Some(format!("bytes {}-{}/{length}", range.start, range.end - 1));
            bytes = bytes.slice(range.start as usize..range.end as usize);
        }
        Ok(S3Response::new(GetObjectOutput {
            content_length: Some(bytes.len() as i64),
            content_range,
            body: Some(Body::from(bytes).into()),
            e_tag: Some(object.tag),
            last_modified: Some(object.modified),
            ..Default::default()
        }))
    }

    async fn delete_object(
        &self,
        request: S3Request<DeleteObjectInput>,
    ) -> Answer<DeleteObjectOutput> {
        self.within(&request.input.bucket, |bucket| {
            bucket.remove(&request.input.key);
            Ok(S3Response::new(DeleteObjectOutput::default()))
        })
    }

    async fn list_objects_v2(
        &self,
        request: S3Request<ListObjectsV2Input>,
    ) -> Answer<ListObjectsV2Output> {
        let list = request.input;
        if list.delimiter.is_some() {
            return Err(s3_error!(NotImplemented, "no delimiter"));
        }
        let prefix = list.prefix.unwrap_or_default();
        let after = list.continuation_token.or(list.start_after);
        let after = after.map_or(Bound::Unbounded, Bound::Excluded);
        let most = list.max_keys.map_or(1000, |most| most.clamp(0, 1000)) as usize;
        let url = list.encoding_type.is_some();
        self.within(&list.bucket, |bucket| {
            let mut found = bucket
                .range((after, Bound::Unbounded))
                .filter(|(name, _)| name.starts_with(&prefix));
            let page: Vec<_> = found.by_ref().take(most).collect();
            let more = found.next().is_some();
            let contents = page.iter().map(|(name, object)| Object {
                key: Some(if url {
                    utf8_percent_encode(name, PLAIN).to_string()
                } else {
                    (*name).clone()
                }),
                size: Some(object.bytes.len() as i64),
                e_tag: Some(object.tag.clone()),
                last_modified: Some(object.modified.clone()),
                ..Default::default()
            });
            Ok(S3Response::new(ListObjectsV2Output {
                key_count: Some(page.len() as i32),
                max_keys: Some(most as i32),
                is_truncated: Some(more),
                next_continuation_token: page.last().filter(|_| more).map(|last| last.0.clone()),
                contents: Some(contents.collect()),
                name: Some(list.bucket.clone()),
                prefix: Some(prefix.clone()),
                encoding_type: list.encoding_type,
                ..Default::default()
            }))
        })
    }

    async fn create_bucket(
        &self,
        request: S3Request<CreateBucketInput>,
    ) -> Answer<CreateBucketOutput> {
        let mut buckets = self.buckets();
        if buckets.contains_key(&request.input.bucket) {
            return Err(s3_error!(BucketAlreadyOwnedByYou));
        }
        buckets.insert(request.input.bucket, Bucket::new());
        Ok(S3Response::new(CreateBucketOutput::default()))
    }

    async fn head_bucket(&self, request: S3Request<HeadBucketInput>) -> Answer<HeadBucketOutput> {
        self.within(&request.input.bucket, |_| {
            Ok(S3Response::new(HeadBucketOutput::default()))
        })
    }
}
