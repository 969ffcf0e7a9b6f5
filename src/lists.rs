//! Declares the requests of lists: what they can be narrowed to is theirs, the rest is the runtime's.

/// Declares the request of a list over a `Query`, with all that every list can do.
macro_rules! list_request {
    ($(#[$doc:meta])* $name:ident, $query:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone)]
        #[must_use = "nothing is sent before `send` or `stream`"]
        pub struct $name(huaweicloud_core::paging::ListRequest<$query>);

        impl $name {
            /// How many records are asked for at a time: 1 to 1000. Default: 100.
            pub fn page_size(
                self,
                records: impl TryInto<
                    huaweicloud_core::paging::Limit,
                    Error: Into<huaweicloud_core::InvalidValue>,
                >,
            ) -> Self {
                Self(self.0.page_size(records))
            }

            /// How many records are left out from the first on: 0 to 2,147,483,647. Default: none.
            pub fn offset(
                self,
                records: impl TryInto<
                    huaweicloud_core::paging::Offset,
                    Error: Into<huaweicloud_core::InvalidValue>,
                >,
            ) -> Self {
                Self(self.0.offset(records))
            }

            /// Fetches one page.
            ///
            /// # Errors
            /// [`ErrorKind::InvalidInput`](crate::ErrorKind::InvalidInput) before anything is sent if a value was
            /// refused; else what the service or the network made of the call.
            pub async fn send(
                self,
            ) -> Result<
                huaweicloud_core::paging::Page<
                    <$query as huaweicloud_core::paging::Query>::Record,
                >,
                huaweicloud_core::Error,
            > {
                self.0.send().await
            }

            /// All records, page by page, the next page when the last record of one was taken.
            ///
            /// If the list changes meanwhile, no record comes twice. The stream ends after an error, and where
            /// the list does.
            pub fn stream(self) -> huaweicloud_core::paging::Records<$query> {
                self.0.stream()
            }
        }
    };
}

pub(crate) use list_request;
