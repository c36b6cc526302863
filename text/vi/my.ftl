# Trang của tôi
my-title = Trang của tôi
my-todo = Việc bạn cần làm
my-todo-none = Không có việc nào chờ bạn.
my-todo-supplement = Bổ sung giấy tờ
my-todo-pay = Nộp tiền theo thông báo
my-todo-collect = Nhận kết quả
my-all = Mọi hồ sơ
my-drafts-all = Mở, xóa bản nháp
my-rows-none = Không có hồ sơ nào khác.
my-messages = Tin đã gửi cho bạn
my-papers = Giấy tờ bạn đã gửi
my-papers-none = Chưa có tệp nào.
my-data = Dữ liệu của bạn
my-readings = Ai đã xem dữ liệu của tôi
my-kept = Dữ liệu hệ thống giữ về tôi
my-account = Tài khoản và cách đăng nhập
