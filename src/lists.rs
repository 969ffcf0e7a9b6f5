//! Declares the requests of lists. Each has its own filters; the runtime does the rest.

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

            /// How many records to skip at the beginning: 0 to 2,147,483,647. Default: 0.
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
            /// refused. Otherwise the failure of the service or the network.
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

            /// All records, page by page. The next page is fetched after the last record of a page was taken.
            ///
            /// If the list changes meanwhile, no record comes twice. The stream ends after an error, or at the end of
            /// the list.
            pub fn stream(self) -> huaweicloud_core::paging::Records<$query> {
                self.0.stream()
            }
        }
    };
}

pub(crate) use list_request;
